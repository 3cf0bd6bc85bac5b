package io.promptstream.policy.kafka;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.policy.round.Learners;
import io.promptstream.service.TaskDirectory;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which tasks this instance learns: those whose key falls into a partition that it is assigned. */
final class LearnedTasks {
    private static final Logger log = LoggerFactory.getLogger(LearnedTasks.class);

    private final Learners learners;
    private final TaskDirectory tasks;
    private final SnapshotLoader loader;
    private final int partitions;
    /** Snapshots of the assigned partitions as they were when their learners were opened. */
    private final Map<Integer, Map<String, PolicySnapshot>> loaded = new HashMap<>();

    private final Set<Integer> toLoad = new HashSet<>();
    /** Tasks whose policy cannot be made here, by id, as they were. */
    private final Map<String, Task> refused = new HashMap<>();

    LearnedTasks(Learners learners, TaskDirectory tasks, SnapshotLoader loader, int partitions) {
        this.learners = learners;
        this.tasks = tasks;
        this.loader = loader;
        this.partitions = partitions;
    }

    void assign(Collection<Integer> added) {
        toLoad.addAll(added);
    }

    void revoke(Collection<Integer> removed) {
        toLoad.removeAll(removed);
        removed.forEach(loaded::remove);
        learners.forget(taskId -> removed.contains(partitionOf(taskId)));
    }

    /** Whether {@link #update} would change a learner. */
    boolean areOutdated() {
        return !toLoad.isEmpty()
                || !deleted().isEmpty()
                || tasks.all().stream().anyMatch(task -> isMine(task) && needsOpening(task));
    }

    /**
     * Opens the learners of tasks that are new or changed.
     *
     * @return tasks that were deleted; they have no learner any more, and their snapshot is to be deleted
     */
    List<String> update() throws InterruptedException {
        for (int partition : Set.copyOf(toLoad)) {
            loaded.put(partition, loader.load(partition));
            toLoad.remove(partition);
        }
        List<String> deleted = deleted();
        deleted.forEach(taskId ->
                loaded.getOrDefault(partitionOf(taskId), new HashMap<>()).remove(taskId));
        learners.forget(deleted::contains);
        tasks.all().stream().filter(task -> isMine(task) && needsOpening(task)).forEach(this::open);
        return deleted;
    }

    /** Whether the task's rounds can be learned now. */
    boolean canLearn(Task task) {
        return learners.isCurrent(task);
    }

    private void open(Task task) {
        Optional<PolicySnapshot> snapshot = Optional.ofNullable(
                loaded.getOrDefault(partitionOf(task.getTaskId()), Map.of()).get(task.getTaskId()));
        try {
            if (learners.taskIds().contains(task.getTaskId())) {
                learners.reopen(task);
            } else {
                learners.open(task, snapshot);
            }
            refused.remove(task.getTaskId());
            log.info("Learning task {} of revision {}", task.getTaskId(), task.getRevision());
        } catch (IllegalArgumentException e) {
            refused.put(task.getTaskId(), task);
            log.error("Task {} cannot be learned here: {}", task.getTaskId(), e.getMessage());
        }
    }

    private boolean needsOpening(Task task) {
        return !learners.isCurrent(task) && !task.equals(refused.get(task.getTaskId()));
    }

    private boolean isMine(Task task) {
        return loaded.containsKey(partitionOf(task.getTaskId()));
    }

    /** Only tasks that were here before: one that the directory has not seen yet is not deleted. */
    private List<String> deleted() {
        return learners.taskIds().stream()
                .filter(taskId -> tasks.find(taskId).isEmpty())
                .toList();
    }

    /** The partition of a task's key, as Kafka's default partitioner computes it. */
    int partitionOf(String taskId) {
        return Utils.toPositive(Utils.murmur2(taskId.getBytes(StandardCharsets.UTF_8))) % partitions;
    }
}
