package io.promptstream.policy.round;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * The rounds of one task that one proposer has in flight: one that is being filled with queries, and those that were
 * proposed and not yet learned. Times are of a clock that nobody sets. Belongs to one thread.
 *
 * @param <Q> a query
 */
final class RoundBook<Q> {
    /** No reward window is longer, and no sum with it overflows. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final LongSupplier nanos;
    private final Map<UUID, Entry<Q>> open = new LinkedHashMap<>();
    private final Map<UUID, Long> inFlight = new HashMap<>();
    private long openBytes;
    private long openedAt;

    private record Entry<Q>(Q query, long bytes) {}

    /** @param nanos a monotonic clock, in nanoseconds */
    RoundBook(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Offers a query to the open round. While as many rounds are in flight as may be, the query is not taken: it is served
     * and nothing more, never kept waiting. One that the open round holds already takes the place of what was there. One
     * that would make the round too large begins the next round, and the round begins without it.
     *
     * @param bytes of the query in one proposal, at most what the limits allow for a round
     * @return the queries of the round that is complete now, or none
     */
    List<Q> offer(UUID id, Q query, long bytes, RoundLimits limits) {
        Entry<Q> before = open.get(id);
        if (before != null && fits(bytes - before.bytes(), limits)) {
            open.put(id, new Entry<>(query, bytes));
            openBytes += bytes - before.bytes();
            return List.of();
        }
        if (before != null) {
            remove(id, before);
        }
        if (isFull(limits)) {
            return List.of();
        }
        if (!fits(bytes, limits)) {
            List<Q> round = close();
            if (inFlight.size() + 1 < limits.roundsInFlight()) {
                add(id, query, bytes);
            }
            return round;
        }
        add(id, query, bytes);
        return open.size() < limits.queriesPerRound() ? List.of() : close();
    }

    /** Whether the open round holds the query. */
    boolean holds(UUID id) {
        return open.containsKey(id);
    }

    /** Bytes of the queries that wait, each once. */
    long bytes() {
        return openBytes;
    }

    /** Whether queries have waited for the others of their round as long as they may. */
    boolean isOverdue(RoundLimits limits) {
        return !open.isEmpty() && nanos.getAsLong() - openedAt >= nanos(limits.age());
    }

    /** Ends the open round and returns its queries. */
    List<Q> close() {
        List<Q> queries = open.values().stream().map(Entry::query).toList();
        open.clear();
        openBytes = 0;
        return queries;
    }

    /** Notes that a round was proposed; it counts until it is settled or has waited for twice the reward window. */
    void proposed(UUID roundId, Duration rewardWindow) {
        inFlight.put(roundId, nanos.getAsLong() + 2 * nanos(rewardWindow));
    }

    /** Notes that rounds were learned or skipped; ids of others are ignored. */
    void settled(Collection<UUID> roundIds) {
        roundIds.forEach(inFlight::remove);
    }

    int inFlight() {
        long now = nanos.getAsLong();
        inFlight.values().removeIf(expiry -> expiry - now <= 0);
        return inFlight.size();
    }

    private boolean isFull(RoundLimits limits) {
        return inFlight() >= limits.roundsInFlight();
    }

    private boolean fits(long more, RoundLimits limits) {
        return openBytes + more <= limits.queryBytes();
    }

    private void add(UUID id, Q query, long bytes) {
        if (open.isEmpty()) {
            openedAt = nanos.getAsLong();
        }
        open.put(id, new Entry<>(query, bytes));
        openBytes += bytes;
    }

    private void remove(UUID id, Entry<Q> entry) {
        open.remove(id);
        openBytes -= entry.bytes();
    }

    private static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return (duration.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : duration).toNanos();
    }
}
