/** Text to tokens and back, by a {@code tokenizer.json}; text never becomes a special token. */
@NullMarked
package io.promptstream.languagemodel.tokenizer;

import org.jspecify.annotations.NullMarked;
