/** Hugging Face directories of the GPT-2 architecture: configuration, weights and the end of text, as other tools write them. */
@NullMarked
package io.promptstream.languagemodel.checkpoint;

import org.jspecify.annotations.NullMarked;
