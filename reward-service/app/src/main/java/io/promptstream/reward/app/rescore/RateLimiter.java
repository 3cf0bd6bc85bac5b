package io.promptstream.reward.app.rescore;

import java.time.Duration;
import java.util.function.LongSupplier;

/** How fast a rescoring may read, and how often it reports. It goes by time that no clock sets back. For one thread. */
final class RateLimiter {
    private static final Duration REPORT_INTERVAL = Duration.ofSeconds(1);
    private static final Duration LONGEST_SAVING = Duration.ofMillis(250);
    /** An error shows sooner. */
    private static final Duration LASTING = Duration.ofMinutes(2);

    private static final double NANOS = 1e9;

    private final LongSupplier nanos;
    private final double recordsPerSecond;
    private final long begun;
    private long passed;
    private long reported;
    private boolean hasReported;

    /**
     * @param nanos as {@link System#nanoTime()}
     * @param recordsPerSecond most records that are read in a second
     */
    RateLimiter(LongSupplier nanos, double recordsPerSecond) {
        this.nanos = nanos;
        this.recordsPerSecond = recordsPerSecond;
        this.begun = nanos.getAsLong();
        this.passed = begun;
    }

    /** Records that may be read now, counted from the last call. */
    int records() {
        long now = nanos.getAsLong();
        long counted = Math.min(now - passed, LONGEST_SAVING.toNanos());
        passed = now;
        return (int) Math.max(1, counted / NANOS * recordsPerSecond);
    }

    /** Whether it is time to report; if so, it counts as done. */
    boolean reportIsDue() {
        long now = nanos.getAsLong();
        if (hasReported && now - reported < REPORT_INTERVAL.toNanos()) {
            return false;
        }
        hasReported = true;
        reported = now;
        return true;
    }

    /** Whether it has been running for longer than an error takes to show. */
    boolean hasLasted() {
        return nanos.getAsLong() - begun > LASTING.toNanos();
    }
}
