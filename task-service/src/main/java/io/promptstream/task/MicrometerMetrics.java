package io.promptstream.task;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.promptstream.event.FailureCode;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.model.TokenUsage;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;

/** Counts into Micrometer; the names are in {@code docs/configuration.md}. */
@Singleton
final class MicrometerMetrics implements ExecutionMetrics {
    private static final String PREFIX = "promptstream.task.";

    private final MeterRegistry registry;
    private final Counter modelProposals;
    private final Timer modelBatches;
    private final Counter unreadable;

    MicrometerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.modelProposals = registry.counter(PREFIX + "model.proposals");
        this.modelBatches = Timer.builder(PREFIX + "model.batches")
                .description("Time in the task model per batch")
                .publishPercentileHistogram()
                .register(registry);
        this.unreadable = registry.counter(PREFIX + "proposals.unreadable");
        // A counter that exists before its first failure lets an alert see the step from 0 to 1.
        for (FailureCode code : FailureCode.values()) {
            failures(code);
        }
    }

    @Override
    public void answered(String taskId, TokenUsage tokens) {
        registry.counter(PREFIX + "proposals.answered", "task", taskId).increment();
        registry.counter(PREFIX + "tokens.read", "task", taskId).increment(tokens.read());
        registry.counter(PREFIX + "tokens.written", "task", taskId).increment(tokens.written());
    }

    @Override
    public void failed(FailureCode code) {
        failures(code).increment();
    }

    @Override
    public void modelWorked(int proposals, Duration duration) {
        modelProposals.increment(proposals);
        modelBatches.record(duration);
    }

    @Override
    public void unreadable() {
        unreadable.increment();
    }

    private Counter failures(FailureCode code) {
        return registry.counter(PREFIX + "proposals.failed", "code", code.name().toLowerCase(Locale.ROOT));
    }
}
