package io.promptstream.kafka;

import io.promptstream.event.Task;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.List;
import java.util.Optional;

/** The tasks as the {@code tasks} topic has them now. Until {@link #ready()}, an absent task means nothing. */
public final class TaskDirectory implements CurrentTasks, AutoCloseable {
    private final CompactedTopic<Task> tasks;
    private final EndOffsetBarrier barrier;

    public TaskDirectory(CompactedTopic<Task> tasks, KafkaClients clients, TopicCatalogue topics) {
        this.tasks = tasks;
        this.barrier = new EndOffsetBarrier(
                clients::admin, topics.tasks().name(), topics.tasks().partitions(), tasks::hasRead);
    }

    /** The task of that id, if there is one now. */
    @Override
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

    /** Whether the tasks are as their topic has them behind the offset, or later. */
    public boolean hasRead(int partition, long offset) {
        return tasks.hasRead(partition, offset);
    }

    @Override
    public CatchUp beginCatchUp() {
        return barrier.begin()::isOver;
    }

    @Override
    public void close() {
        barrier.close();
    }
}
