package io.promptstream.task.execution;

import io.promptstream.event.Task;
import java.util.Optional;

/** The tasks as they are now. Safe for use by several threads. */
public interface Tasks {
    /** The task of that id, if it was read already. */
    Optional<Task> find(String taskId);

    /**
     * Waits until every change is read that was made before this call: a task that is absent then is not there.
     *
     * @throws RuntimeException if that takes too long
     */
    void catchUp() throws InterruptedException;
}
