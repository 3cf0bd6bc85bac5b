package io.promptstream.reward.round;

import io.promptstream.reward.RewardTraces.TracedQuery;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the traces of a round's queries stand, by the query's index: those that are recorded, and of them the first
 * {@value #MOST}. They are no part of the round's result.
 */
public final class RoundTraces {
    /** Bounds the headers of a round's result, and the links, which grow with its square. */
    static final int MOST = 16;

    private final Map<Integer, TracedQuery> queries = new TreeMap<>();

    /**
     * Notes where the record of a query's newest reward stands.
     *
     * @return what is kept of it; null: nothing
     */
    @Nullable TracedQuery rewarded(int queryIndex, @Nullable TraceContext trace, Instant now) {
        if (trace != null && trace.sampled() && (queries.size() < MOST || queries.containsKey(queryIndex))) {
            TracedQuery traced = new TracedQuery(trace, now);
            queries.put(queryIndex, traced);
            return traced;
        }
        return null;
    }

    /** Restores what was kept. */
    void put(int queryIndex, TracedQuery query) {
        queries.put(queryIndex, query);
    }

    public boolean isEmpty() {
        return queries.isEmpty();
    }

    /** By index, lowest first. */
    List<Map.Entry<Integer, TracedQuery>> byIndex() {
        return List.copyOf(queries.entrySet());
    }

    /** Ordered by index. */
    public List<TracedQuery> queries() {
        return new ArrayList<>(queries.values());
    }
}
