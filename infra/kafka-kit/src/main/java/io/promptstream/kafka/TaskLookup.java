package io.promptstream.kafka;

import io.promptstream.event.Task;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * Finds the tasks of records from other topics. A record may overtake its task, or the revision of it that it was written
 * under, because they travel on different topics; so the first of a poll's records whose task is behind has the tasks read
 * to their end, and what is behind after that stays so for the whole poll. Belongs to one thread.
 */
public final class TaskLookup {
    private final CurrentTasks tasks;
    private boolean caughtUp;

    public TaskLookup(CurrentTasks tasks) {
        this.tasks = tasks;
    }

    /** Whether an absent task means that there is none. */
    public boolean ready() {
        return tasks.ready();
    }

    /** Records were read that nothing here has been asked about yet. */
    public void polled() {
        caughtUp = false;
    }

    /** The task as it was read so far. */
    public Optional<Task> known(String taskId) {
        return tasks.find(taskId);
    }

    /**
     * The task, if there is one.
     *
     * @throws KafkaException if that cannot be said now
     */
    public Optional<Task> find(String taskId) throws InterruptedException {
        return find(taskId, Long.MIN_VALUE);
    }

    /** As {@link #find(String)}, at this revision or a later one if there is any; otherwise at an earlier one. */
    public Optional<Task> find(String taskId, long revision) throws InterruptedException {
        Optional<Task> task = tasks.find(taskId);
        if (caughtUp || task.filter(found -> found.getRevision() >= revision).isPresent()) {
            return task;
        }
        tasks.catchUp();
        caughtUp = true;
        return tasks.find(taskId);
    }
}
