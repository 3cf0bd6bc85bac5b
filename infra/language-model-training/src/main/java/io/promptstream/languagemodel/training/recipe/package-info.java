/** What to train on, how large a model and how, as its owner writes it. */
@NullMarked
package io.promptstream.languagemodel.training.recipe;

import org.jspecify.annotations.NullMarked;
