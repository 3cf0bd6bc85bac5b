/** Trains a language model of the GPT-2 family from text and labelled inputs: vocabulary, data, optimiser, checkpoints. */
@NullMarked
package io.promptstream.languagemodel.training;

import org.jspecify.annotations.NullMarked;
