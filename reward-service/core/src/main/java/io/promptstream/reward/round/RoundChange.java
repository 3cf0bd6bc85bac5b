package io.promptstream.reward.round;

import io.promptstream.reward.RewardTraces.TracedQuery;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** A part of what is kept of a round, as it is now. So a reward costs the same however large its round is. */
public sealed interface RoundChange {

    /** All but the other parts: the round was opened, begun or closed. One that is closed has no other parts. */
    record Header() implements RoundChange {}

    /** The round is forgotten. */
    record Forgotten() implements RoundChange {}

    /**
     * A reward, failure or correction took its place; neighbours are kept together, so that a round is few entries.
     *
     * @param chunk number of {@value Round#CHUNK} consecutive places of the round's table
     * @param places what is in them, by index
     */
    record PlaceTaken(int chunk, SortedMap<Integer, Round.Place> places) implements RoundChange {
        public PlaceTaken {
            places = Collections.unmodifiableSortedMap(new TreeMap<>(places));
        }
    }

    /** The first output of a prompt arrived. */
    record PromptKnown(int index, ProposedPrompt prompt) implements RoundChange {}

    /** The first output of a query arrived that tells its features. */
    record QueryKnown(int index, ByteBuffer features) implements RoundChange {}

    record QueryTraced(int index, TracedQuery query) implements RoundChange {}
}
