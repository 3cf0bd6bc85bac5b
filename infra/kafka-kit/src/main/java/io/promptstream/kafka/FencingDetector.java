package io.promptstream.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a loop has to give way to another process of the same name. Two of them take over each other's transactions
 * in turn, without end and without getting on. The one that had worked before the other came is the more patient, so it
 * continues and the newcomer ends. Belongs to one thread.
 */
public final class FencingDetector {
    static final int NEWCOMERS_PATIENCE = 3;
    static final int PATIENCE = 6;
    /** Who has worked for so long without being fenced was here first. */
    static final Duration SETTLED = Duration.ofMinutes(1);
    /** A broker ends a transaction that takes too long in the same way; that does not count. */
    static final Duration SHORT = Duration.ofSeconds(10);

    private final LongSupplier nanoTime;
    private long calmSince;
    private int count;
    private int limit = NEWCOMERS_PATIENCE;

    /** @param nanoTime nanoseconds since some moment */
    FencingDetector(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.calmSince = nanoTime.getAsLong();
    }

    /** Whether the broker refused a transaction because the loop's name is another's now, or the transaction too old. */
    public static boolean isFencing(@Nullable Throwable e) {
        return e != null
                && (e instanceof ProducerFencedException
                        || e instanceof InvalidProducerEpochException
                        || isFencing(e.getCause()));
    }

    /**
     * Takes note of a fencing.
     *
     * @param pass how long the pass took that it ended
     * @return whether the loop has to give way
     */
    boolean hasToGiveWay(Duration pass) {
        if (pass.compareTo(SHORT) >= 0) {
            return false;
        }
        long now = nanoTime.getAsLong();
        if (now - calmSince >= SETTLED.toNanos()) {
            count = 0;
            limit = PATIENCE;
        }
        calmSince = now;
        count++;
        return count >= limit;
    }
}
