package io.promptstream.task.app.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.scheduling.annotation.Scheduled;
import io.promptstream.event.Failure;
import io.promptstream.event.FailureCode;
import io.promptstream.event.TaskOutput;
import io.promptstream.kafka.DeadLetterCounters;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.HopTimers;
import io.promptstream.task.execution.ExecutionMetrics;
import io.promptstream.task.execution.RemoteTokenBudget;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

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
    private final Predicate<String> deleted;
    private final ConcurrentMap<String, TaskMeters> tasks = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ModelMeters> models = new ConcurrentHashMap<>();

    @Inject
    MicrometerMetrics(
            MeterRegistry registry,
            HopTimers hops,
            RemoteTokenBudget budget,
            Clock clock,
            DeadLetterCounters deadLetters,
            TopicCatalogue topics,
            TaskDirectory tasks) {
        this(
                registry,
                hops,
                budget,
                clock,
                deadLetters,
                topics,
                taskId -> tasks.ready() && tasks.find(taskId).isEmpty());
    }

    /** @param deleted whether the task that was there is no more */
    MicrometerMetrics(
            MeterRegistry registry,
            HopTimers hops,
            RemoteTokenBudget budget,
            Clock clock,
            DeadLetterCounters deadLetters,
            TopicCatalogue topics,
            Predicate<String> deleted) {
        this.registry = registry;
        this.hops = hops;
        this.budget = budget;
        this.clock = clock;
        this.deadLetters = deadLetters;
        this.deleted = deleted;
        this.failureLog = new FailureLog(clock);
        this.proposals = topics.promptProposals().name();
        deadLetters.begin(List.of(topics.promptProposals()));
        Gauge.builder("promptstream.budget.limit", budget, RemoteTokenBudget::tokensPerDay)
                .baseUnit("tokens")
                .strongReference(true)
                .register(registry);
        // A counter that exists before its first failure lets an alert see the step from 0 to 1.
        TaskMeters.failures(registry, NO_TASK, FailureCode.UNKNOWN_TASK);
    }

    /** Removes the meters of deleted tasks. */
    @Scheduled(fixedDelay = "1m")
    void removeDeletedTasks() {
        tasks.forEach((taskId, meters) -> {
            if (deleted.test(taskId)) {
                tasks.remove(taskId);
                meters.remove();
            }
        });
    }

    @Override
    public void answered(TaskOutput output) {
        task(output).answered(output);
    }

    @Override
    public void failed(TaskOutput output, Failure failure) {
        FailureCode code = failure.getCode();
        if (code == FailureCode.UNKNOWN_TASK) {
            // Anyone may write a proposal of a task that does not exist, under any name.
            TaskMeters.failures(registry, NO_TASK, code).increment();
            failureLog.failed(NO_TASK, code, failure.getMessage());
        } else {
            task(output).failed(output, code);
            failureLog.failed(output.getTaskId(), code, failure.getMessage());
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

    private TaskMeters task(TaskOutput output) {
        return tasks.computeIfAbsent(output.getTaskId(), id -> new TaskMeters(registry, hops, budget, clock, id));
    }

    private ModelMeters model(String modelId) {
        return models.computeIfAbsent(modelId, id -> new ModelMeters(registry, id));
    }
}
