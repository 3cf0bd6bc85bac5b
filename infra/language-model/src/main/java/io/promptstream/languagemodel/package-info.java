/** GPT-2-family causal language models read from Hugging Face directories: scoring, generation, hidden states, gradients. */
@NullMarked
package io.promptstream.languagemodel;

import org.jspecify.annotations.NullMarked;
