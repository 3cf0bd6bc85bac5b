/** What sentences are about, as numbers. */
@NullMarked
package io.promptstream.sentences;

import org.jspecify.annotations.NullMarked;
