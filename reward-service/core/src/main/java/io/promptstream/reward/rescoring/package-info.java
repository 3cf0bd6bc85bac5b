/** Scores and aggregates recorded events again, by another reward: a fold over them in the order of their times. */
@NullMarked
package io.promptstream.reward.rescoring;

import org.jspecify.annotations.NullMarked;
