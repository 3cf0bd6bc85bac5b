package io.promptstream.policy.round;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * The rounds of one task that one proposer has in flight, and the queries that wait for the next ones. A stream may be
 * sorted, or come in bursts of queries that are alike, so a round has not the last queries that came: its queries are drawn
 * at random, as many of each label, and the buffer keeps a few rounds' worth back. Where a label is missing that the task
 * has, the round waits for it, until the buffer is full or a query has waited as long as it may; then rounds do without that
 * label until it comes again. Times are of a clock that nobody sets. Belongs to one thread.
 *
 * @param <Q> a query
 */
final class RoundBook<Q> {
    /** Of a query whose reference is none of its task's labels; no label is empty. */
    static final String NO_LABEL = "";

    static final int MOST_WAITING = 2_048;

    /** So many rounds' worth of queries is kept back, which grows by a quarter of a round with each round. */
    private static final int MOST_KEPT = 3;

    private static final int ROUNDS_TO_KEEP_ONE = 4;

    static final int TRICKLE = 16;
    /** No reward window is longer, and no sum with it overflows. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(365);

    private final LongSupplier nanos;
    private final QueryBuffer<Q> waiting;
    private final Set<String> notAwaited = new HashSet<>();
    private final Map<UUID, Long> inFlight = new HashMap<>();
    private Optional<RoundLimits> newestLimits = Optional.empty();
    private int sinceExplored;
    private Optional<Long> lastDrift = Optional.empty();
    private int fullRounds;

    /** @param nanos a monotonic clock, in nanoseconds */
    RoundBook(LongSupplier nanos, RandomGenerator random) {
        this.nanos = nanos;
        this.waiting = new QueryBuffer<>(random);
    }

    /**
     * Takes a query into the buffer, in the place of a random one if it is full. One that waits already takes the place of
     * its earlier copy. No query waits to be served for it.
     *
     * @param bytes of the query in one proposal, at most what the limits allow for a round
     * @param label of its reference, or {@link #NO_LABEL}
     * @return the queries of a round that begins now, or none
     */
    List<Q> offer(UUID id, Q query, long bytes, String label, RoundLimits limits) {
        if (waiting.size() >= MOST_WAITING && !waiting.holds(id)) {
            removeAny(limits);
        }
        newestLimits = Optional.of(limits);
        waiting.put(id, query, bytes, label, nanos.getAsLong());
        notAwaited.remove(label);
        return hasEnough(limits) && hasRoom(limits) ? draw(limits) : List.of();
    }

    /** Whether a round would begin if there were room for one more. */
    boolean isReady(RoundLimits limits) {
        return isOverdue(limits) || hasEnough(limits);
    }

    /**
     * Begins a round between queries: when one that was in flight left room, or a query has waited as long as it may. Those
     * that have and find no room are given up.
     *
     * @return the queries of the round, or none
     */
    List<Q> begin(RoundLimits limits) {
        boolean overdue = isOverdue(limits);
        if (!hasRoom(limits)) {
            removeOverdue(limits);
            return List.of();
        }
        if (overdue && !hasEnough(limits)) {
            fullRounds = 0;
            notAwaited.addAll(missing(limits));
            return draw(limits);
        }
        return hasEnough(limits) ? draw(limits) : List.of();
    }

    /** Gives up the queries that have waited as long as they may. */
    void removeOverdue(RoundLimits limits) {
        waiting.removeUntil(lastOverdue(limits));
    }

    /** Whether the query waits for a round. */
    boolean holds(UUID id) {
        return waiting.holds(id);
    }

    /** Bytes of the queries that wait, each once. */
    long bytes() {
        return waiting.bytes();
    }

    /** Whether more queries wait than the next round can have. */
    boolean hasSpare() {
        return newestLimits
                .filter(limits -> waiting.size() > limits.queriesPerRound() || waiting.bytes() > limits.queryBytes())
                .isPresent();
    }

    /** Gives up a random query, for one of another task. */
    void removeSpare() {
        newestLimits.ifPresent(this::removeAny);
    }

    /** Gives up all queries that wait. */
    void clear() {
        waiting.clear();
    }

    /**
     * Gives up the queries that wait where rewards have changed since this was last told: they may be of the time before.
     *
     * @param version at which the last change was noticed
     */
    void drifted(Optional<Long> version) {
        if (!version.equals(lastDrift)) {
            lastDrift = version;
            waiting.clear();
        }
    }

    /**
     * Whether a round that would begin now is explored.
     *
     * @param stopped whether nothing better is expected: then only one in {@link #TRICKLE} is, by which changes are noticed
     */
    boolean explores(boolean stopped) {
        sinceExplored = stopped ? (sinceExplored + 1) % TRICKLE : 0;
        return sinceExplored == 0;
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

    private void removeAny(RoundLimits limits) {
        waiting.removeAny();
        notAwaited.addAll(missing(limits));
    }

    private boolean hasRoom(RoundLimits limits) {
        return inFlight() < limits.roundsInFlight();
    }

    private boolean isOverdue(RoundLimits limits) {
        long last = lastOverdue(limits);
        return waiting.oldest().filter(arrived -> arrived - last <= 0).isPresent();
    }

    private long lastOverdue(RoundLimits limits) {
        return nanos.getAsLong() - nanos(limits.age());
    }

    private boolean hasEnough(RoundLimits limits) {
        int queries = limits.queriesPerRound();
        int kept = Math.min(MOST_KEPT * queries, fullRounds * queries / ROUNDS_TO_KEEP_ONE);
        boolean many = waiting.size() >= queries + kept || waiting.bytes() > limits.queryBytes();
        return many && missing(limits).isEmpty();
    }

    /** Labels that are waited for because fewer queries have them than their share of a round. */
    private List<String> missing(RoundLimits limits) {
        int unlabelled = waiting.size(NO_LABEL);
        if (unlabelled == waiting.size()) {
            return List.of();
        }
        List<String> awaited = limits.labels().stream()
                .filter(label -> !notAwaited.contains(label))
                .toList();
        int groups = awaited.size() + (unlabelled > 0 ? 1 : 0);
        return awaited.stream()
                .filter(label -> waiting.size(label) < Math.max(1, limits.queriesPerRound() / groups))
                .toList();
    }

    private List<Q> draw(RoundLimits limits) {
        fullRounds = Math.min(fullRounds + 1, MOST_KEPT * ROUNDS_TO_KEEP_ONE);
        return waiting.draw(limits.queriesPerRound(), limits.queryBytes(), lastOverdue(limits));
    }

    private static long nanos(Duration duration) {
        if (duration.isNegative()) {
            return 0;
        }
        return (duration.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : duration).toNanos();
    }
}
