package io.promptstream.service;

import io.promptstream.event.Task;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The tasks as the {@code tasks} topic has them now. Every instance of a service reads the whole topic; until it has
 * read to the end that it found at start, {@link #ready()} is false and an absent task means nothing.
 */
@Singleton
public final class TaskDirectory implements ServiceComponent {
    private final Map<String, Task> tasks = new ConcurrentHashMap<>();
    private final ServiceLoop loop;
    private volatile boolean ready;

    TaskDirectory(KafkaClients clients, EventCodec codec, TopicCatalogue catalogue, UnreadableRecords unreadable) {
        this.loop = new ServiceLoop(
                "task-directory",
                () -> new TaskReader(clients.reader(), codec, catalogue.tasks().name(), unreadable, this));
    }

    /** The task of that id, if there is one now. */
    public Optional<Task> find(String taskId) {
        return Optional.ofNullable(tasks.get(taskId));
    }

    /** Every task there is now, in no order. */
    public List<Task> all() {
        return List.copyOf(tasks.values());
    }

    /** Whether the topic was read to the end that it had at start. */
    public boolean ready() {
        return ready;
    }

    @Override
    public String name() {
        return loop.name();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public ComponentHealth health() {
        ComponentHealth health = loop.health();
        if (health.working() && !ready) {
            return ComponentHealth.failing("reading the tasks");
        }
        return health.working() ? ComponentHealth.working(tasks.size() + " tasks") : health;
    }

    void put(Task task) {
        tasks.put(task.getTaskId(), task);
    }

    void remove(String taskId) {
        tasks.remove(taskId);
    }

    void caughtUp() {
        ready = true;
    }
}
