package io.promptstream.service;

import io.promptstream.event.Task;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The tasks as the {@code tasks} topic has them now. Until {@link #ready()}, an absent task means nothing. */
@Singleton
public final class TaskDirectory {
    private final CompactedTopic<Task> tasks;

    TaskDirectory(CompactedTopic<Task> tasks) {
        this.tasks = tasks;
    }

    /** The task of that id, if there is one now. */
    public Optional<Task> find(String taskId) {
        return tasks.find(taskId);
    }

    /** Every task there is now, in no order. */
    public List<Task> all() {
        return tasks.all();
    }

    /** Whether the topic was read to the end that it had at start. */
    public boolean ready() {
        return tasks.ready();
    }
}
