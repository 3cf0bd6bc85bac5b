package io.promptstream.reward.app.streams;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The wall clock's time, which continues at its pace when the wall clock is set back. Belongs to one thread. */
final class SteadyTime {
    private final LongSupplier ticker;
    private long millis = Long.MIN_VALUE;
    private long nanos;

    /** @param ticker nanoseconds that never go back, such as {@link System#nanoTime()} */
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
        long passed = TimeUnit.NANOSECONDS.toMillis(now - nanos);
        millis += passed;
        nanos += TimeUnit.MILLISECONDS.toNanos(passed);
        if (wallClock > millis) {
            millis = wallClock;
            nanos = now;
        }
        return millis;
    }
}
