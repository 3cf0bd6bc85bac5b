/** The model card: what was trained, how well it classifies, and how much a prompt changes. */
@NullMarked
package io.promptstream.languagemodel.training.card;

import org.jspecify.annotations.NullMarked;
