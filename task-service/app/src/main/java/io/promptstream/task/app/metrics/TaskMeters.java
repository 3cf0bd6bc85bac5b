package io.promptstream.task.app.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.promptstream.event.FailureCode;
import io.promptstream.event.Provenance;
import io.promptstream.event.Role;
import io.promptstream.event.TaskOutput;
import io.promptstream.service.HopTimers;
import io.promptstream.service.HopTimers.Hop;
import io.promptstream.service.HopTimers.HopTimer;
import io.promptstream.task.execution.RemoteTokenBudget;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of one task, from its first output on until it is deleted. */
final class TaskMeters {
    private static final String TAG = "task";

    private final MeterRegistry registry;
    private final Counter answered;
    private final Counter tokensRead;
    private final Counter tokensWritten;
    private final HopTimers hops;
    private final String taskId;
    private final Map<Role, HopsOfRole> hopsByRole = new ConcurrentHashMap<>();

    /** The hops that end with an answer. */
    private record HopsOfRole(HopTimer fromQuery, HopTimer fromProposal) {}

    TaskMeters(MeterRegistry registry, HopTimers hops, RemoteTokenBudget budget, InstantSource clock, String taskId) {
        this.registry = registry;
        this.hops = hops;
        this.taskId = taskId;
        Tags task = Tags.of(TAG, taskId);
        this.answered = registry.counter("promptstream.outputs.answered", task);
        this.tokensRead = registry.counter("promptstream.tokens", task.and("direction", "read"));
        this.tokensWritten = registry.counter("promptstream.tokens", task.and("direction", "written"));
        hopsOf(Role.SERVE);
        hopsOf(Role.EXPLORE);
        Gauge.builder("promptstream.budget.spent", () -> budget.spent(taskId, clock.instant()))
                .tags(task)
                .baseUnit("tokens")
                .register(registry);
    }

    static Counter failures(MeterRegistry registry, String task, FailureCode code) {
        return registry.counter(
                "promptstream.outputs.failed", TAG, task, "code", code.name().toLowerCase(Locale.ROOT));
    }

    void failed(TaskOutput output, FailureCode code) {
        failures(registry, taskId, code).increment();
        spent(output);
    }

    void answered(TaskOutput output) {
        answered.increment();
        spent(output);
        Provenance provenance = output.getProvenance();
        HopsOfRole timers = hopsOf(provenance.getRole());
        timers.fromProposal().record(provenance.getProposedAt(), output.getProducedAt());
        provenance.getAskedAt().ifPresent(askedAt -> timers.fromQuery().record(askedAt, output.getProducedAt()));
    }

    /** Takes every meter of the task off the registry. */
    void remove() {
        registry.getMeters().stream()
                .filter(meter -> Objects.equals(meter.getId().getTag(TAG), taskId))
                .forEach(registry::remove);
    }

    private void spent(TaskOutput output) {
        tokensRead.increment(output.getPromptTokens());
        tokensWritten.increment(output.getCompletionTokens());
    }

    private HopsOfRole hopsOf(Role role) {
        return hopsByRole.computeIfAbsent(
                role,
                added -> new HopsOfRole(
                        hops.timer(Hop.QUERY_TO_OUTPUT, taskId, added),
                        hops.timer(Hop.PROPOSAL_TO_OUTPUT, taskId, added)));
    }
}
