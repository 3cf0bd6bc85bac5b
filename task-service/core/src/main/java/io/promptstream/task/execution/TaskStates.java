package io.promptstream.task.execution;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Task;
import java.util.Optional;

/**
 * What is known of the tasks of proposals. Tasks and proposals arrive over different topics, so a proposal can be here before its
 * task, or before the revision of the task that it was made under. Safe for use by several threads.
 *
 * <p>Of the tasks that were there once it remembers the last {@link #MOST_SEEN} to be asked for; a deleted one that it has forgotten
 * is taken for one that may still arrive.
 */
final class TaskStates {
    static final int MOST_SEEN = 10_000;

    private final Tasks tasks;
    private final Cache<String, Boolean> seen =
            Caffeine.newBuilder().maximumSize(MOST_SEEN).executor(Runnable::run).build();

    TaskStates(Tasks tasks) {
        this.tasks = tasks;
    }

    /** Whether the task, or the revision that the proposal was made under, may be on its way. */
    boolean mayStillArrive(PromptProposal proposal) {
        Optional<Task> task = find(proposal.getTaskId());
        return task.isEmpty()
                ? !hasSeen(proposal.getTaskId())
                : task.get().getRevision() < proposal.getProvenance().getTaskRevision();
    }

    TaskState state(String taskId) {
        return find(taskId)
                .<TaskState>map(TaskState.Known::new)
                .orElseGet(() -> hasSeen(taskId) ? new TaskState.Deleted() : new TaskState.Unknown());
    }

    private Optional<Task> find(String taskId) {
        Optional<Task> task = tasks.find(taskId);
        if (task.isPresent() && !hasSeen(taskId)) {
            seen.put(taskId, true);
        }
        return task;
    }

    private boolean hasSeen(String taskId) {
        return seen.getIfPresent(taskId) != null;
    }
}
