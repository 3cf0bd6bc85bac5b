package io.promptstream.task.remote.call;

import java.time.Duration;

/**
 * How this service treats HTTP endpoints.
 *
 * @param concurrency calls in flight at once to one model
 * @param callsPerSecond calls started per second to one model; 0: as many as {@code concurrency} lets through
 * @param callTimeout longest wait for one response
 * @param batchTimeout longest time for the proposals that are answered together, retries included
 * @param attempts calls per proposal, the first included
 */
public record RemoteSettings(
        int concurrency, int callsPerSecond, Duration callTimeout, Duration batchTimeout, int attempts) {

    public RemoteSettings {
        require(concurrency > 0, "PROMPTSTREAM_REMOTE_CONCURRENCY is %s; write a number from 1", concurrency);
        require(
                callsPerSecond >= 0,
                "PROMPTSTREAM_REMOTE_CALLS_PER_SECOND is %s; write a number from 1, or 0 for no limit",
                callsPerSecond);
        require(callTimeout.isPositive(), "PROMPTSTREAM_REMOTE_CALL_TIMEOUT is %s; write such as PT30S", callTimeout);
        require(
                batchTimeout.compareTo(callTimeout) >= 0,
                "PROMPTSTREAM_REMOTE_BATCH_TIMEOUT is %s; write at least PROMPTSTREAM_REMOTE_CALL_TIMEOUT",
                batchTimeout);
        require(attempts > 0, "PROMPTSTREAM_REMOTE_ATTEMPTS is %s; write a number from 1", attempts);
    }

    private static void require(boolean holds, String message, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(message.formatted(value));
        }
    }
}
