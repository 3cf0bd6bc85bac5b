package io.promptstream.reward.app;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Tells when something has been running for a while without a break. For one thread. */
final class WarmUp {
    private final BooleanSupplier running;
    private final Duration patience;
    private final LongSupplier nanos;
    private boolean wasRunning;
    private long sinceNanos;

    /** @param nanos time that no clock sets back */
    WarmUp(BooleanSupplier running, Duration patience, LongSupplier nanos) {
        this.running = running;
        this.patience = patience;
        this.nanos = nanos;
    }

    boolean isOver() {
        long now = nanos.getAsLong();
        if (!running.getAsBoolean()) {
            wasRunning = false;
            return false;
        }
        if (!wasRunning) {
            wasRunning = true;
            sinceNanos = now;
        }
        return now - sinceNanos >= patience.toNanos();
    }
}
