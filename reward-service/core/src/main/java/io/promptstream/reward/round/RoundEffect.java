package io.promptstream.reward.round;

import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;
import io.promptstream.reward.RewardTraces.TracedQuery;
import java.util.List;

/** What follows from an event of a round, beside what is kept of the round. */
public sealed interface RoundEffect {

    /**
     * The round has its result.
     *
     * @param queries where the traces of its queries stand
     */
    record Closed(RoundResult result, List<TracedQuery> queries) implements RoundEffect {
        public Closed {
            queries = List.copyOf(queries);
        }
    }

    /** Why a corrected reward is not in the result of its round. */
    record Noted(ScoringNote note) implements RoundEffect {}

    /** A reward was dropped because the round had one for that prompt and query. */
    record Repeated(String taskId) implements RoundEffect {}

    /** A reward was dropped because its round was closed. */
    record Late(String taskId) implements RoundEffect {}

    /** The round is to be looked at then, in milliseconds since 1970. */
    record Wake(long at) implements RoundEffect {}
}
