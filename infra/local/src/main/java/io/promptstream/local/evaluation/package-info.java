/** How good a prompt is on labelled inputs: the measures, free of any model and of any transport. */
@NullMarked
package io.promptstream.local.evaluation;

import org.jspecify.annotations.NullMarked;
