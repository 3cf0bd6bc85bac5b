package io.promptstream.reward.dashboard;

import io.promptstream.event.Task;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is shown of each task: of all that there are, and of the latest of those that there are not, or no longer. */
final class TaskViews {
    /** Anybody may send a query of a task that nobody has heard of. */
    private static final int MOST_GONE = 100;

    private final Supplier<List<Task>> tasks;
    private final TokenTexts texts;
    private final Memory memory = new Memory();
    private final Map<String, TaskView> views = new TreeMap<>();
    /** When each was last asked for, by numbers that grow. */
    private final Map<String, Long> touched = new HashMap<>();

    private long touches;

    TaskViews(Supplier<List<Task>> tasks, TokenTexts texts) {
        this.tasks = tasks;
        this.texts = texts;
    }

    /** The view of the task, which is made where there is none. */
    TaskView of(String taskId) {
        String id = Texts.id(taskId);
        touched.put(id, ++touches);
        TaskView known = views.get(id);
        if (known != null) {
            return known;
        }
        TaskView view = new TaskView(id, texts, memory);
        views.put(id, view);
        forgetGone(id);
        memory.tasks(views.size());
        return view;
    }

    private void forgetGone(String added) {
        Set<String> existing = new HashSet<>();
        tasks.get().forEach(task -> existing.add(Texts.id(task.getTaskId())));
        List<String> gone = views.keySet().stream()
                .filter(id -> !existing.contains(id) && !id.equals(added))
                .toList();
        if (gone.size() >= MOST_GONE) {
            gone.stream()
                    .min((a, b) -> Long.compare(touchedAt(a), touchedAt(b)))
                    .ifPresent(oldest -> {
                        views.remove(oldest);
                        touched.remove(oldest);
                    });
        }
    }

    private long touchedAt(String id) {
        return touched.getOrDefault(id, 0L);
    }

    @Nullable TaskView find(String taskId) {
        return views.get(Texts.id(taskId));
    }

    Optional<Task> task(String taskId) {
        return tasks.get().stream()
                .filter(task -> Texts.id(task.getTaskId()).equals(Texts.id(taskId)))
                .findAny();
    }

    /** Makes the views of tasks of which nothing was read yet. */
    void addExisting() {
        tasks.get().stream().map(Task::getTaskId).filter(id -> find(id) == null).forEach(this::of);
    }

    /**
     * The tasks at a glance, by id.
     *
     * @param whole whether all of the past was read
     */
    List<TaskRow> rows(Instant now, boolean whole) {
        Map<String, Task> existing = existing();
        return views.entrySet().stream()
                .map(view -> view.getValue().row(existing.get(view.getKey()), now, whole))
                .toList();
    }

    /** What failed of each task, by id. */
    List<TaskFailures> failures(Instant now, Instant since, boolean whole) {
        Map<String, Task> existing = existing();
        return views.entrySet().stream()
                .map(view -> view.getValue().failures(existing.get(view.getKey()), now, since, whole))
                .toList();
    }

    private Map<String, Task> existing() {
        Map<String, Task> existing = new HashMap<>();
        tasks.get().forEach(task -> existing.put(Texts.id(task.getTaskId()), task));
        return existing;
    }

    Collection<TaskView> all() {
        return views.values();
    }
}
