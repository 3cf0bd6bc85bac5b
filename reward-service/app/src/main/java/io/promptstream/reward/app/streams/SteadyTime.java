package io.promptstream.reward.app.streams;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The wall clock's time, which continues when the wall clock is set back: a fifth slower until that has caught up, so that a
 * clock that was ahead for a while and was set right leaves no trace. Belongs to one thread.
 */
final class SteadyTime {
    private static final int SLOWER_BY = 5;

    private final LongSupplier ticker;
    private long millis = Long.MIN_VALUE;
    private long nanos;
    /** Nanoseconds that have passed beside {@link #millis}. */
    private long rest;

    /**
     * Begins with the first time that is asked for.
     *
     * @param ticker nanoseconds that never go back, such as {@link System#nanoTime()}
     */
    SteadyTime(LongSupplier ticker) {
        this.ticker = ticker;
    }

    /**
     * Milliseconds since 1970, never less than before.
     *
     * @param wallClock what the wall clock says
     */
    long of(long wallClock) {
        long now = ticker.getAsLong();
        if (millis == Long.MIN_VALUE) {
            millis = wallClock;
            nanos = now;
            return millis;
        }
        long passed = now - nanos;
        nanos = now;
        boolean ahead = millis + TimeUnit.NANOSECONDS.toMillis(passed) > wallClock;
        rest += ahead ? passed - passed / SLOWER_BY : passed;
        millis += TimeUnit.NANOSECONDS.toMillis(rest);
        rest %= TimeUnit.MILLISECONDS.toNanos(1);
        if (wallClock > millis) {
            millis = wallClock;
            rest = 0;
        }
        return millis;
    }
}
