package io.promptstream.reward.round;

import io.promptstream.reward.RewardTraces.TracedQuery;

/** A part of what is kept of a round, as it is now. So a reward costs what it takes itself, however large its round is. */
public sealed interface RoundChange {

    /** All but the other parts: the round was opened, begun or closed. One that is closed has no other parts. */
    record Header() implements RoundChange {}

    /** The round is forgotten. */
    record Forgotten() implements RoundChange {}

    /**
     * A reward, failure or correction took its place.
     *
     * @param index of the place in the round's table
     */
    record PlaceTaken(int index, Round.Place place) implements RoundChange {}

    record PromptKnown(int index, ProposedPrompt prompt) implements RoundChange {}

    record QueryTraced(int index, TracedQuery query) implements RoundChange {}
}
