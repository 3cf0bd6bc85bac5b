package io.promptstream.task.execution;

import io.promptstream.event.Task;
import java.util.Optional;

/** The tasks as they are now. Safe for use by several threads. */
@FunctionalInterface
public interface Tasks {
    /** The task of that id, if it was read already. */
    Optional<Task> find(String taskId);
}
