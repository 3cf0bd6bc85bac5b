package io.promptstream.policy.replay;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Lets so many records be read in a second, spread evenly; what was not used is lost after a moment. Belongs to one thread. */
public final class RateLimit {
    /** Longest time for which unused records are saved up. */
    private static final Duration BURST = Duration.ofMillis(250);

    private final LongSupplier nanoTime;
    private final double perSecond;
    private long refilled;
    private double left = 1;

    /**
     * @param perSecond above zero
     * @param nanoTime nanoseconds since some moment
     */
    public RateLimit(double perSecond, LongSupplier nanoTime) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("perSecond is %s: write a number above 0".formatted(perSecond));
        }
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
        this.refilled = nanoTime.getAsLong();
    }

    /** Whether a record may be read now. */
    public boolean allows() {
        if (left < 1) {
            refill();
        }
        return left >= 1;
    }

    /** Counts a record that was read. */
    void take() {
        left--;
    }

    private void refill() {
        long now = nanoTime.getAsLong();
        double most = Math.max(1, perSecond * BURST.toMillis() / 1e3);
        left = Math.min(most, left + perSecond * (now - refilled) / 1e9);
        refilled = now;
    }
}
