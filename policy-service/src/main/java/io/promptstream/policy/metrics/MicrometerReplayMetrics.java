package io.promptstream.policy.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes {@link ReplayMetrics} through Micrometer; names begin with {@code promptstream.policy.replay.}. */
@Singleton
public final class MicrometerReplayMetrics implements ReplayMetrics {
    private static final String TASK = "task";

    private final MeterRegistry registry;
    private final AtomicInteger running = new AtomicInteger();

    public MicrometerReplayMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("promptstream.policy.replay.running", running);
    }

    @Override
    public void advanced(String taskId, long records, long learned, long leftOut) {
        registry.counter("promptstream.policy.replay.records", TASK, taskId).increment((double) records);
        registry.counter("promptstream.policy.replay.rounds", TASK, taskId, "outcome", "learned")
                .increment((double) learned);
        registry.counter("promptstream.policy.replay.rounds", TASK, taskId, "outcome", "left_out")
                .increment((double) leftOut);
    }

    @Override
    public void running(int replays) {
        running.set(replays);
    }

    @Override
    public void ended(String taskId, boolean failed) {
        registry.counter("promptstream.policy.replay.ended", TASK, taskId, "outcome", failed ? "failed" : "done")
                .increment();
    }
}
