package io.promptstream.policy.app.replay;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Publishes {@link ReplayMetrics} through Micrometer; {@code infra/docs/metrics.md} lists them. */
@Singleton
final class MicrometerReplayMetrics implements ReplayMetrics {
    private static final String TASK = "task";

    private final MeterRegistry registry;
    private final AtomicInteger running = new AtomicInteger();

    MicrometerReplayMetrics(MeterRegistry registry) {
        this.registry = registry;
        registry.gauge("promptstream.replays.running", running);
    }

    /** So that its counters are there, at 0, before the first replay ends. */
    @Override
    public void begun(String taskId) {
        advanced(taskId, 0, 0, 0);
        ended(taskId, "done", 0);
        ended(taskId, "failed", 0);
    }

    @Override
    public void advanced(String taskId, long records, long learned, long leftOut) {
        registry.counter("promptstream.replay.records", TASK, taskId).increment((double) records);
        registry.counter("promptstream.replay.rounds", TASK, taskId, "outcome", "learned")
                .increment((double) learned);
        registry.counter("promptstream.replay.rounds", TASK, taskId, "outcome", "left_out")
                .increment((double) leftOut);
    }

    @Override
    public void running(int replays) {
        running.set(replays);
    }

    @Override
    public void ended(String taskId, boolean failed) {
        ended(taskId, failed ? "failed" : "done", 1);
    }

    private void ended(String taskId, String outcome, int replays) {
        registry.counter("promptstream.replays.ended", TASK, taskId, "outcome", outcome)
                .increment(replays);
    }
}
