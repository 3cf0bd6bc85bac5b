package io.promptstream.policy.replay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Lets so many records be read in a second, spread evenly; what was not used is lost after a moment. Belongs to one thread. */
public final class RateLimit {
    /** Longest time for which unused records are saved up. */
    private static final Duration BURST = Duration.ofMillis(250);

    private final Clock clock;
    private final double perSecond;
    private Instant refilled;
    private double left = 1;

    /** Takes a rate above zero. */
    public RateLimit(double perSecond, Clock clock) {
        if (!(perSecond > 0)) {
            throw new IllegalArgumentException("perSecond is %s: write a number above 0".formatted(perSecond));
        }
        this.perSecond = perSecond;
        this.clock = clock;
        this.refilled = clock.instant();
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
        Instant now = clock.instant();
        double most = Math.max(1, perSecond * BURST.toMillis() / 1e3);
        left = Math.min(
                most,
                left + perSecond * Math.max(0, Duration.between(refilled, now).toNanos()) / 1e9);
        refilled = now;
    }
}
