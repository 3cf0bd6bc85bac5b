/**
 * The state of a round: the rewards that have arrived, and the result that they make. Begin at
 * {@link io.promptstream.reward.round.RoundAggregation}: a {@link io.promptstream.reward.round.RoundState} and an event make a
 * {@link io.promptstream.reward.round.RoundStep}.
 */
@NullMarked
package io.promptstream.reward.round;

import org.jspecify.annotations.NullMarked;
