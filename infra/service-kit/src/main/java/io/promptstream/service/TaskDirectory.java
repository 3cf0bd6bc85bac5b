package io.promptstream.service;

import io.promptstream.event.Task;
import io.promptstream.kafka.CompactedTopic;
import io.promptstream.kafka.CurrentTasks;
import io.promptstream.kafka.ReadBarrier;
import io.promptstream.schemas.topic.TopicCatalogue;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The tasks as the {@code tasks} topic has them now. Until {@link #ready()}, an absent task means nothing. */
@Singleton
public final class TaskDirectory implements CurrentTasks {
    private final CompactedTopic<Task> tasks;
    private final ReadBarrier barrier;

    TaskDirectory(CompactedTopic<Task> tasks, KafkaClients clients, TopicCatalogue topics) {
        this.tasks = tasks;
        this.barrier = new ReadBarrier(
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
    @Override
    public boolean ready() {
        return tasks.ready();
    }

    /** Whether the tasks are as their topic has them behind the offset, or later. */
    public boolean hasRead(int partition, long offset) {
        return tasks.hasRead(partition, offset);
    }

    @Override
    public void catchUp() throws InterruptedException {
        barrier.pass();
    }

    @PreDestroy
    void close() {
        barrier.close();
    }
}
