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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of one task, from its first answer on. */
final class AnsweredTask {
    private final Counter answered;
    private final Counter tokensRead;
    private final Counter tokensWritten;
    private final HopTimers hops;
    private final String taskId;
    private final Map<Role, HopTimer> fromProposal = new ConcurrentHashMap<>();

    AnsweredTask(MeterRegistry registry, HopTimers hops, RemoteTokenBudget budget, InstantSource clock, String taskId) {
        this.hops = hops;
        this.taskId = taskId;
        Tags task = Tags.of("task", taskId);
        this.answered = registry.counter("promptstream.outputs.answered", task);
        this.tokensRead = registry.counter("promptstream.tokens", task.and("direction", "read"));
        this.tokensWritten = registry.counter("promptstream.tokens", task.and("direction", "written"));
        fromProposal(Role.SERVE);
        fromProposal(Role.EXPLORE);
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
        fromProposal(provenance.getRole()).record(provenance.getProposedAt(), output.getProducedAt());
    }

    private HopTimer fromProposal(Role role) {
        return fromProposal.computeIfAbsent(role, added -> hops.timer(Hop.PROPOSAL_TO_OUTPUT, taskId, added));
    }
}
