package io.promptstream.task.remote.call;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Begins at the time of day and continues evenly from there, whatever becomes of the system's clock: for deadlines. */
public final class SteadyClock implements InstantSource {
    private final Instant start;
    private final LongSupplier nanoTime;
    private final long startNanos;

    /** @param nanoTime nanoseconds since any moment */
    public SteadyClock(InstantSource clock, LongSupplier nanoTime) {
        this.start = clock.instant();
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanoTime.getAsLong() - startNanos);
    }
}
