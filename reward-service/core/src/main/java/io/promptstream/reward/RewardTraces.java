package io.promptstream.reward;

import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of queries here, told to whoever records their traces. Told when it happens. */
public interface RewardTraces {

    /** Records nothing; what came is propagated as it came. */
    RewardTraces NONE = new RewardTraces() {
        @Override
        public @Nullable TraceContext scored(
                Reward reward, @Nullable TraceContext output, @Nullable TraceContext evidence, Instant since) {
            return output;
        }

        @Override
        public List<TraceContext> closed(RoundResult result, List<TracedQuery> queries) {
            return queries.stream().map(TracedQuery::lastReward).toList();
        }
    };

    /**
     * An output became a reward.
     *
     * @param output where the output's record stood
     * @param evidence where the record stood that ended the output's waiting, if another one did
     * @param since when the output was first seen
     * @return where the reward's record stands; null outside any trace
     */
    @Nullable TraceContext scored(Reward reward, @Nullable TraceContext output, @Nullable TraceContext evidence, Instant since);

    /**
     * A round was closed.
     *
     * @return where the result's record stands in the trace of each query, in the same order
     */
    List<TraceContext> closed(RoundResult result, List<TracedQuery> queries);

    /**
     * A query of a round whose trace is recorded.
     *
     * @param lastReward where the record of its last reward stood
     * @param since when that one came
     */
    record TracedQuery(TraceContext lastReward, Instant since) {}
}
