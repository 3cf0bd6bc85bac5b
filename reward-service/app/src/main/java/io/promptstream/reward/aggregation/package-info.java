/** Collects the rewards of a round until it is complete or its window is over. */
@NullMarked
package io.promptstream.reward.aggregation;

import org.jspecify.annotations.NullMarked;
