package io.promptstream.task.app.answer;

import io.promptstream.task.execution.LaneKey;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The lanes of one loop. Lanes that wait for others refuse work beyond their limits; together they leave half of the
 * memory to those that compute, which never refuse, but make the loop stop reading until they have caught up.
 */
final class Lanes implements AutoCloseable {
    /** Of all lanes together. A record is in memory as bytes and decoded, and several times while it is answered. */
    private static final long MOST_BYTES = 32L << 20;

    /** What a lane may hold however much the others hold. */
    private static final long LEAST_BYTES = 1L << 20;

    private static final LaneLimits COMPUTING = new LaneLimits(2048, MOST_BYTES);
    private static final LaneLimits WAITING = new LaneLimits(4096, MOST_BYTES / 4);

    /** What a lane has learned of its endpoint is forgotten when nobody has asked for so long. */
    private static final Duration LONGEST_IDLE = Duration.ofHours(1);

    /** A slice of a local model takes about two seconds. */
    private static final Duration LONGEST_FINISH = Duration.ofSeconds(3);

    private final Lane.Answering answering;
    private final OutcomeQueue outcomes;
    private final LongSupplier nanoTime;
    private final Map<LaneKey, Lane> lanes = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("lane-", 0).factory());

    Lanes(Lane.Answering answering, OutcomeQueue outcomes, LongSupplier nanoTime) {
        this.answering = answering;
        this.outcomes = outcomes;
        this.nanoTime = nanoTime;
    }

    /** Whether the lane takes the work. */
    boolean offer(LaneKey key, PendingProposal work) {
        Lane lane = lane(key);
        if (!key.waits()) {
            lane.add(work, threads);
            return true;
        }
        if (bytes(true) >= MOST_BYTES / 2 && lane.bytes() >= LEAST_BYTES) {
            lane.refuse();
        }
        return lane.offer(work, threads);
    }

    /** Whether nothing more should be read. */
    boolean areFull() {
        return bytes(true) + bytes(false) >= MOST_BYTES
                || lanes.entrySet().stream()
                        .anyMatch(lane ->
                                !lane.getKey().waits() && lane.getValue().isFull());
    }

    /** Whether a lane that refused something takes work again; true once. Called in every pass. */
    boolean reopen() {
        boolean room = bytes(true) <= MOST_BYTES / 4;
        boolean any = false;
        for (Lane lane : lanes.values()) {
            any |= (room || lane.bytes() < LEAST_BYTES / 2) && lane.reopen();
        }
        lanes.values().removeIf(lane -> lane.idle().compareTo(LONGEST_IDLE) > 0);
        return any;
    }

    /** Forgets what waits and belongs to a partition that is gone. */
    void forget(Collection<PartitionProgress> gone) {
        lanes.values().forEach(lane -> lane.forget(work -> gone.contains(work.progress())));
    }

    List<LaneState> states() {
        return lanes.values().stream().map(Lane::state).toList();
    }

    private Lane lane(LaneKey key) {
        return lanes.computeIfAbsent(
                key, added -> new Lane(added, added.waits() ? WAITING : COMPUTING, answering, outcomes, nanoTime));
    }

    private long bytes(boolean waiting) {
        return lanes.entrySet().stream()
                .filter(lane -> lane.getKey().waits() == waiting)
                .mapToLong(lane -> lane.getValue().bytes())
                .sum();
    }

    /** Begins nothing more, and waits a little for what is in flight; what takes longer is abandoned. */
    void finish() {
        lanes.values().forEach(Lane::stop);
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LONGEST_FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Abandons what is in flight. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
