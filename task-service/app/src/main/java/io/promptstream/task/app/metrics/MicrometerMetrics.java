package io.promptstream.task.app.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.promptstream.event.Failure;
import io.promptstream.event.FailureCode;
import io.promptstream.event.TaskOutput;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.topic.TopicCatalogue;
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
    /** Stands for every task that is not there. */
    private static final String NO_TASK = "unknown";

    private final MeterRegistry registry;
    private final HopTimers hops;
    private final RemoteTokenBudget budget;
    private final Clock clock;
    private final DeadLetterCounters deadLetters;
    private final String proposals;
    private final FailureLog failureLog;
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
        this.failureLog = new FailureLog(clock);
        this.proposals = topics.promptProposals().name();
        deadLetters.begin(List.of(topics.promptProposals()));
        Gauge.builder("promptstream.budget.limit", budget, RemoteTokenBudget::tokensPerDay)
                .baseUnit("tokens")
                .strongReference(true)
                .register(registry);
        // A counter that exists before its first failure lets an alert see the step from 0 to 1.
        failures(NO_TASK, FailureCode.UNKNOWN_TASK);
    }

    @Override
    public void answered(TaskOutput output) {
        task(output).answered(output);
    }

    @Override
    public void failed(TaskOutput output, Failure failure) {
        // Anyone may write a proposal of a task that does not exist, under any name.
        String task = failure.getCode() == FailureCode.UNKNOWN_TASK ? NO_TASK : output.getTaskId();
        failures(task, failure.getCode()).increment();
        failureLog.failed(task, failure.getCode(), failure.getMessage());
        boolean cost = output.getPromptTokens() > 0 || output.getCompletionTokens() > 0;
        if (cost && failure.getCode() != FailureCode.UNKNOWN_TASK) {
            task(output).spent(output);
        }
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
    public void deadLetter(DeadLetterReason reason) {
        deadLetters.count(proposals, reason);
    }

    private AnsweredTask task(TaskOutput output) {
        return tasks.computeIfAbsent(output.getTaskId(), id -> new AnsweredTask(registry, hops, budget, clock, id));
    }

    private ModelMeters model(String modelId) {
        return models.computeIfAbsent(modelId, id -> new ModelMeters(registry, id));
    }

    private Counter failures(String task, FailureCode code) {
        return registry.counter(
                "promptstream.outputs.failed", "task", task, "code", code.name().toLowerCase(Locale.ROOT));
    }
}
