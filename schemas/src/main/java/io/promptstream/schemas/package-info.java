/** How what the services share is named. */
@NullMarked
package io.promptstream.schemas;

import org.jspecify.annotations.NullMarked;
