package io.promptstream.reward;

import io.promptstream.event.Task;
import java.time.Duration;
import java.util.Optional;

/** The tasks as they are now. */
@FunctionalInterface
public interface Tasks {
    Optional<Task> find(String taskId);

    /** How long the task's rewards are waited for. */
    static Duration window(Task task) {
        return Duration.ofMillis(task.getReward().getWindowMillis());
    }

    /**
     * How long what is decided is remembered, so that a repetition of it is recognised: two windows of the task, within
     * which all that belongs together has come, but never less than the given time.
     */
    default Duration retention(String taskId, Duration least) {
        Duration windows = find(taskId).map(Tasks::window).orElse(Duration.ZERO).multipliedBy(2);
        return windows.compareTo(least) > 0 ? windows : least;
    }
}
