package io.promptstream.reward;

import io.promptstream.event.Task;
import java.time.Duration;
import java.util.Optional;

/** The tasks as they are now. */
@FunctionalInterface
public interface Tasks {
    Optional<Task> find(String taskId);

    /** Longer is no window but a mistake, and could not be added to a time. */
    Duration LONGEST_WINDOW = Duration.ofDays(366);

    /** How long the task's rewards are waited for. */
    static Duration window(Task task) {
        return Duration.ofMillis(Math.clamp(task.getReward().getWindowMillis(), 0, LONGEST_WINDOW.toMillis()));
    }

    /**
     * How long what is decided is remembered, so that a repetition of it is recognised: the given time and one window of the
     * task, but never less than two windows, within which all that belongs together has come.
     */
    default Duration retention(String taskId, Duration least) {
        Duration window = find(taskId).map(Tasks::window).orElse(Duration.ZERO);
        return window.plus(window.compareTo(least) > 0 ? window : least);
    }
}
