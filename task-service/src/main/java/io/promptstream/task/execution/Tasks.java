package io.promptstream.task.execution;

import io.promptstream.event.Task;
import java.util.Optional;

/** The tasks as they are now. */
@FunctionalInterface
public interface Tasks {
    Optional<Task> find(String taskId);
}
