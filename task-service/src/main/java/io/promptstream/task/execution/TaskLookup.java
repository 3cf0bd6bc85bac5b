package io.promptstream.task.execution;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Task;
import io.promptstream.task.model.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the tasks of proposals. Tasks and proposals arrive over different topics, so a proposal can be here before its
 * task, or before the revision of the task that it was made under. Only a proposal that is younger than the grace is
 * waited for: with an older one the task's record has been on its way long enough.
 */
final class TaskLookup {
    private static final Duration STEP = Duration.ofMillis(50);

    private final Tasks tasks;
    private final Duration grace;
    private final InstantSource clock;
    private final Pause pause;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    TaskLookup(Tasks tasks, Duration grace, InstantSource clock, Pause pause) {
        this.tasks = tasks;
        this.grace = grace;
        this.clock = clock;
        this.pause = pause;
    }

    /** The state of every task that the proposals name, by id. Waits at most the grace, once for all of them. */
    Map<String, TaskState> resolve(List<PromptProposal> proposals) throws InterruptedException {
        Instant giveUp = clock.instant().plus(grace);
        while (proposals.stream().anyMatch(this::mayStillArrive)
                && clock.instant().isBefore(giveUp)) {
            pause.pass(STEP);
        }
        Map<String, TaskState> states = new HashMap<>();
        for (PromptProposal proposal : proposals) {
            states.computeIfAbsent(proposal.getTaskId(), this::state);
        }
        return states;
    }

    private boolean mayStillArrive(PromptProposal proposal) {
        Optional<Task> task = find(proposal.getTaskId());
        boolean behind = task.isEmpty()
                ? !seen.contains(proposal.getTaskId())
                : task.get().getRevision() < proposal.getProvenance().getTaskRevision();
        return behind && proposal.getProvenance().getProposedAt().plus(grace).isAfter(clock.instant());
    }

    private TaskState state(String taskId) {
        return find(taskId)
                .<TaskState>map(TaskState.Known::new)
                .orElseGet(() -> seen.contains(taskId) ? new TaskState.Deleted() : new TaskState.Unknown());
    }

    private Optional<Task> find(String taskId) {
        Optional<Task> task = tasks.find(taskId);
        if (task.isPresent()) {
            seen.add(taskId);
        }
        return task;
    }
}
