/** The state of a round: the rewards that have arrived, and the result that they make. */
@NullMarked
package io.promptstream.reward.round;

import org.jspecify.annotations.NullMarked;
