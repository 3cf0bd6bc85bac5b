/** Byte-pair vocabularies: learned from text, and written as a {@code tokenizer.json}. */
@NullMarked
package io.promptstream.languagemodel.training.vocabulary;

import org.jspecify.annotations.NullMarked;
