/** Prompts that are embeddings rather than tokens: answers behind them, and gradients of the loss. */
@NullMarked
package io.promptstream.languagemodel.softprompt;

import org.jspecify.annotations.NullMarked;
