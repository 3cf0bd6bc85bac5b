package io.promptstream.policy.round;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The rounds of one task that one proposer has under way: one that is being filled with queries, and those that were
 * proposed and not yet learned. Belongs to one thread.
 *
 * @param <Q> a query
 */
public final class RoundBook<Q> {
    private final InstantSource clock;
    private final List<Q> open = new ArrayList<>();
    private final Map<UUID, Instant> inFlight = new HashMap<>();

    public RoundBook(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Offers a query to the open round. While as many rounds are in flight as may be, the query is not taken: it is served
     * and nothing more, never kept waiting. Nor is one taken that the open round holds already, because it was written
     * twice: the same answer twice would count as evidence twice.
     *
     * @return the queries of the round, if this one completes it
     */
    public Optional<List<Q>> offer(Q query, RoundLimits limits) {
        forgetExpired();
        if (inFlight.size() >= limits.roundsInFlight() || open.contains(query)) {
            return Optional.empty();
        }
        open.add(query);
        if (open.size() < limits.queriesPerRound()) {
            return Optional.empty();
        }
        List<Q> queries = List.copyOf(open);
        open.clear();
        return Optional.of(queries);
    }

    /** Notes that a round was proposed; it counts until it is settled or has waited for twice the reward window. */
    public void proposed(UUID roundId, Duration rewardWindow) {
        inFlight.put(roundId, clock.instant().plus(rewardWindow.multipliedBy(2)));
    }

    /** Notes that rounds were learned or left out; ids of others are ignored. */
    public void settled(Collection<UUID> roundIds) {
        roundIds.forEach(inFlight::remove);
    }

    public int inFlight() {
        forgetExpired();
        return inFlight.size();
    }

    private void forgetExpired() {
        Instant now = clock.instant();
        inFlight.values().removeIf(expiry -> !expiry.isAfter(now));
    }
}
