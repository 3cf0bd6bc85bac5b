package io.promptstream.task.app.metrics;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** The meters of one task model. */
final class ModelMeters {
    /** From a small local batch to a remote one with retries. */
    private static final Duration[] CALL_TIMES = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofMinutes(2)
    };

    private static final double[] BATCHES = {1, 4, 16, 32, 64, 128, 256, 512};

    private final Timer answered;
    private final Timer failed;
    private final DistributionSummary batches;

    ModelMeters(MeterRegistry registry, String modelId) {
        this.answered = calls(registry, modelId, "answered");
        this.failed = calls(registry, modelId, "failed");
        this.batches = DistributionSummary.builder("promptstream.model.batch")
                .tag("model", modelId)
                .baseUnit("proposals")
                .serviceLevelObjectives(BATCHES)
                .register(registry);
    }

    void worked(int proposals, Duration duration) {
        answered.record(duration);
        batches.record(proposals);
    }

    void failed(Duration duration) {
        failed.record(duration);
    }

    private static Timer calls(MeterRegistry registry, String modelId, String outcome) {
        return Timer.builder("promptstream.model.call.duration")
                .tags("model", modelId, "outcome", outcome)
                .serviceLevelObjectives(CALL_TIMES)
                .register(registry);
    }
}
