package io.promptstream.policy.kafka;

import io.promptstream.event.Task;
import io.promptstream.service.TaskDirectory;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/**
 * Finds tasks, and gives an unknown one a moment: a query may overtake its task, because they travel on different topics.
 * A record that is older than the moment is judged at once.
 */
final class TaskLookup {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final TaskDirectory tasks;
    private final Clock clock;

    TaskLookup(TaskDirectory tasks, Clock clock) {
        this.tasks = tasks;
        this.clock = clock;
    }

    /** Whether an absent task means that there is none. */
    boolean ready() {
        return tasks.ready();
    }

    /**
     * The task, if it is there or comes in time.
     *
     * @param recordTime when the record was written, in milliseconds since 1970
     */
    Optional<Task> find(String taskId, long recordTime) throws InterruptedException {
        long deadline = Math.min(recordTime, clock.millis()) + PATIENCE.toMillis();
        Optional<Task> task = tasks.find(taskId);
        while (task.isEmpty() && clock.millis() < deadline) {
            Thread.sleep(PAUSE);
            task = tasks.find(taskId);
        }
        return task;
    }
}
