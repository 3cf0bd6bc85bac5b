package io.promptstream.task.remote.call;

import java.time.Duration;
import java.time.Instant;

/** The pause that an endpoint asked for. It holds for everybody who calls the endpoint with the same key. */
public final class EndpointPause {
    private Instant end = Instant.MIN;
    private String reason = "";

    /** @param newReason what the endpoint said */
    synchronized void extend(Instant newEnd, String newReason) {
        if (newEnd.isAfter(end)) {
            end = newEnd;
            reason = newReason;
        }
    }

    /** How long it still lasts; not positive if it is over. */
    public synchronized Duration left(Instant now) {
        return now.isBefore(end) ? Duration.between(now, end) : Duration.ZERO;
    }

    /** What the endpoint said when it asked for the pause. */
    synchronized String reason() {
        return reason;
    }
}
