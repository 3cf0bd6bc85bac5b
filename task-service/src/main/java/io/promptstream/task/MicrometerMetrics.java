package io.promptstream.task;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.promptstream.event.FailureCode;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.DeadLetterCounters;
import io.promptstream.service.HopTimers;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.execution.RemoteTokenBudget;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts into Micrometer; {@code infra/docs/metrics.md} lists what. */
@Singleton
final class MicrometerMetrics implements ExecutionMetrics {
    private final MeterRegistry registry;
    private final HopTimers hops;
    private final RemoteTokenBudget budget;
    private final Clock clock;
    private final DeadLetterCounters deadLetters;
    private final String proposals;
    private final ConcurrentMap<String, AnsweredTask> tasks = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ModelMeters> models = new ConcurrentHashMap<>();

    MicrometerMetrics(
            MeterRegistry registry,
            HopTimers hops,
            RemoteTokenBudget budget,
            Clock clock,
            DeadLetterCounters deadLetters,
            TopicCatalogue topics) {
        this.registry = registry;
        this.hops = hops;
        this.budget = budget;
        this.clock = clock;
        this.deadLetters = deadLetters;
        this.proposals = topics.promptProposals().name();
        deadLetters.begin(List.of(topics.promptProposals()));
        Gauge.builder("promptstream.budget.limit", budget, RemoteTokenBudget::tokensPerDay)
                .baseUnit("tokens")
                .strongReference(true)
                .register(registry);
        // A counter that exists before its first failure lets an alert see the step from 0 to 1.
        for (FailureCode code : FailureCode.values()) {
            failures(code);
        }
    }

    @Override
    public void answered(TaskOutput output) {
        tasks.computeIfAbsent(output.getTaskId(), id -> new AnsweredTask(registry, hops, budget, clock, id))
                .answered(output);
    }

    /** Not by task: anyone may write a proposal of a task that does not exist. */
    @Override
    public void failed(FailureCode code) {
        failures(code).increment();
    }

    @Override
    public void modelWorked(String modelId, int proposals, Duration duration) {
        model(modelId).worked(proposals, duration);
    }

    @Override
    public void modelFailed(String modelId, Duration duration) {
        model(modelId).failed(duration);
    }

    @Override
    public void unreadable() {
        deadLetters.count(proposals, DeadLetterReason.UNREADABLE);
    }

    private ModelMeters model(String modelId) {
        return models.computeIfAbsent(modelId, id -> new ModelMeters(registry, id));
    }

    private Counter failures(FailureCode code) {
        return registry.counter(
                "promptstream.outputs.failed", "code", code.name().toLowerCase(Locale.ROOT));
    }
}
