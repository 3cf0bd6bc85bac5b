package io.promptstream.task.execution;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Task;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of the tasks of proposals. Tasks and proposals arrive over different topics, so a proposal can be here before its
 * task, or before the revision of the task that it was made under. Safe for use by several threads.
 */
final class TaskStates {
    private final Tasks tasks;
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    TaskStates(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Whether the task, or the revision that the proposal was made under, may be on its way. */
    boolean mayStillArrive(PromptProposal proposal) {
        Optional<Task> task = find(proposal.getTaskId());
        return task.isEmpty()
                ? !seen.contains(proposal.getTaskId())
                : task.get().getRevision() < proposal.getProvenance().getTaskRevision();
    }

    TaskState state(String taskId) {
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
