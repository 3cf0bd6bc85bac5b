package io.promptstream.task;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.promptstream.event.Provenance;
import io.promptstream.event.Role;
import io.promptstream.event.TaskOutput;
import io.promptstream.service.HopTimers;
import io.promptstream.service.HopTimers.Hop;
import io.promptstream.service.HopTimers.HopTimer;
import io.promptstream.task.execution.RemoteTokenBudget;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/** The meters of one task, from its first answer on. */
final class AnsweredTask {
    private final Counter answered;
    private final Counter tokensRead;
    private final Counter tokensWritten;
    private final Map<Role, HopTimer> fromProposal = new EnumMap<>(Role.class);

    AnsweredTask(MeterRegistry registry, HopTimers hops, RemoteTokenBudget budget, InstantSource clock, String taskId) {
        Tags task = Tags.of("task", taskId);
        this.answered = registry.counter("promptstream.outputs.answered", task);
        this.tokensRead = registry.counter("promptstream.tokens", task.and("direction", "read"));
        this.tokensWritten = registry.counter("promptstream.tokens", task.and("direction", "written"));
        for (Role role : Role.values()) {
            fromProposal.put(role, hops.timer(Hop.PROPOSAL_TO_OUTPUT, taskId, role));
        }
        Gauge.builder("promptstream.budget.spent", () -> budget.spent(taskId, clock.instant()))
                .tags(task)
                .baseUnit("tokens")
                .register(registry);
    }

    void answered(TaskOutput output) {
        answered.increment();
        tokensRead.increment(output.getPromptTokens());
        tokensWritten.increment(output.getCompletionTokens());
        Provenance provenance = output.getProvenance();
        Objects.requireNonNull(fromProposal.get(provenance.getRole()))
                .record(provenance.getProposedAt(), output.getProducedAt());
    }
}
