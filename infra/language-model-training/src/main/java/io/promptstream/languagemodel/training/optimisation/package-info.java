/** Gradient descent over batches, in several threads: schedule, loss, AdamW and checkpoints. */
@NullMarked
package io.promptstream.languagemodel.training.optimisation;

import org.jspecify.annotations.NullMarked;
