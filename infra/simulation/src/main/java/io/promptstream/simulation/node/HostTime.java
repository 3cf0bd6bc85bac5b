package io.promptstream.simulation.node;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** Time as a process sees it: a wall clock that can be set, and a steady one that cannot. */
public final class HostTime {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final long NANOS = 1_000_000;

    private final LongSupplier passed;
    private long skew;
    private long steady;
    private long steadyAt;

    /** @param passed milliseconds since the world began */
    public HostTime(LongSupplier passed) {
        this.passed = passed;
    }

    /** Sets the wall clock forwards, or back. */
    public void set(long millis) {
        skew += millis;
    }

    public long millis() {
        return BEGIN.toEpochMilli() + passed.getAsLong() + skew;
    }

    public Instant now() {
        return Instant.ofEpochMilli(millis());
    }

    /** The wall clock's time, which goes on at its pace where the wall clock is set back. */
    public long steadyMillis() {
        steady = Math.max(steady + passed.getAsLong() - steadyAt, millis());
        steadyAt = passed.getAsLong();
        return steady;
    }

    /** Nanoseconds since some moment. */
    public long nanos() {
        return passed.getAsLong() * NANOS;
    }

    public Clock clock() {
        InstantSource source = this::now;
        return source.withZone(ZoneOffset.UTC);
    }
}
