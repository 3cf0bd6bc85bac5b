/** What a generated text may have to look like. */
@NullMarked
package io.promptstream.format;

import org.jspecify.annotations.NullMarked;
