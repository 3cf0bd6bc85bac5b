/** Records that could not be processed, kept with the reason. */
@NullMarked
package io.promptstream.schemas.deadletter;

import org.jspecify.annotations.NullMarked;
