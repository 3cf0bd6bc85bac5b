package io.promptstream.task.model;

import java.time.Duration;
import java.time.Instant;

/** Spaces calls evenly. */
final class CallPace {
    private final Duration interval;
    private Instant next = Instant.MIN;

    /** @param callsPerSecond 0: no spacing */
    CallPace(int callsPerSecond) {
        this.interval =
                callsPerSecond == 0 ? Duration.ZERO : Duration.ofSeconds(1).dividedBy(callsPerSecond);
    }

    /**
     * Reserves the next free moment.
     *
     * @return how long to wait from {@code now}; never negative
     */
    synchronized Duration reserve(Instant now) {
        Instant slot = next.isAfter(now) ? next : now;
        next = slot.plus(interval);
        return Duration.between(now, slot);
    }
}
