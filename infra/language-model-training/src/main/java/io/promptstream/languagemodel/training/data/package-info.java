/** From files of text and labelled inputs to shuffled batches of examples. */
@NullMarked
package io.promptstream.languagemodel.training.data;

import org.jspecify.annotations.NullMarked;
