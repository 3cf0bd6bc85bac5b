package io.promptstream.task.execution;

import io.promptstream.event.Task;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Tasks in memory; what comes late arrives when somebody catches up. */
public final class KnownTasks implements Tasks {
    private final Map<String, Task> tasks = new ConcurrentHashMap<>();
    private final Map<String, Task> late = new ConcurrentHashMap<>();
    private final AtomicInteger caughtUp = new AtomicInteger();

    public void put(Task task) {
        tasks.put(task.getTaskId(), task);
    }

    /** Makes a task known under an id that need not be its own. */
    public void put(String taskId, Task task) {
        tasks.put(taskId, task);
    }

    public void putLate(Task task) {
        late.put(task.getTaskId(), task);
    }

    void remove(String taskId) {
        tasks.remove(taskId);
    }

    /** How often somebody caught up. */
    public int caughtUp() {
        return caughtUp.get();
    }

    @Override
    public Optional<Task> find(String taskId) {
        return Optional.ofNullable(tasks.get(taskId));
    }

    @Override
    public void catchUp() {
        caughtUp.incrementAndGet();
        tasks.putAll(late);
    }
}
