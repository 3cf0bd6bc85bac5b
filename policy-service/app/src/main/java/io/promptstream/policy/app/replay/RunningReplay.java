package io.promptstream.policy.app.replay;

import io.promptstream.event.Replay;
import io.promptstream.policy.replay.RateLimit;
import io.promptstream.policy.replay.ReplayCounts;
import io.promptstream.policy.replay.ReplayFailure;
import io.promptstream.policy.replay.ReplayJob;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The replay that is being followed now, with what was told of it. */
final class RunningReplay implements AutoCloseable {
    /** Short enough for the polls of the group and of other replays to continue. */
    private static final Duration SLICE = Duration.ofMillis(200);
    /** A candidate is as large as a snapshot. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Duration WAIT = Duration.ofMillis(20);

    private final Replay order;
    private final ReplayJob job;
    private final RateLimit rate;
    private final LongSupplier nanoTime;
    private long committed;
    private long records;
    private long learned;
    private long leftOut;
    private boolean busy = true;

    /** @param nanoTime nanoseconds since some moment */
    RunningReplay(Replay order, ReplayJob job, RateLimit rate, LongSupplier nanoTime) {
        this.order = order;
        this.job = job;
        this.rate = rate;
        this.nanoTime = nanoTime;
        this.committed = nanoTime.getAsLong();
        this.records = job.counts().records();
        this.learned = job.counts().learned();
        this.leftOut = job.counts().leftOut();
    }

    Replay order() {
        return order;
    }

    ReplayJob job() {
        return job;
    }

    /** Works for a moment. */
    void run() throws ReplayFailure {
        long began = nanoTime.getAsLong();
        job.run(SLICE, rate);
        busy = nanoTime.getAsLong() - began >= SLICE.toNanos();
    }

    /** How long the loop may wait before the next slice. */
    Duration pause() {
        return busy ? Duration.ZERO : WAIT;
    }

    boolean isDue() {
        return nanoTime.getAsLong() - committed >= INTERVAL.toNanos();
    }

    /** Tells what came since it was told last. */
    void committed(ReplayMetrics metrics) {
        committed = nanoTime.getAsLong();
        ReplayCounts now = job.counts();
        metrics.advanced(order.getTaskId(), now.records() - records, now.learned() - learned, now.leftOut() - leftOut);
        records = now.records();
        learned = now.learned();
        leftOut = now.leftOut();
    }

    @Override
    public void close() {
        job.close();
    }
}
