package io.promptstream.policy.app.learn;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.policy.app.metrics.PolicyMetrics;
import io.promptstream.policy.app.owner.TaskPartitions;
import io.promptstream.policy.app.snapshots.SnapshotLoader;
import io.promptstream.policy.round.Learners;
import io.promptstream.schemas.topic.CandidateKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which tasks this instance learns: those whose key falls into a partition that it is assigned. */
final class LearnedTasks {
    private static final Logger log = LoggerFactory.getLogger(LearnedTasks.class);

    private static final Duration OPENING = Duration.ofMillis(500);

    private final Learners learners;
    private final TaskDirectory tasks;
    private final SnapshotLoader loader;
    private final TaskPartitions partitions;
    private final PolicyMetrics metrics;
    /** Snapshots of the assigned partitions as they were when their learners were opened. */
    private final Map<Integer, Map<String, PolicySnapshot>> loaded = new HashMap<>();

    private final Set<Integer> toLoad = new HashSet<>();
    /** Tasks whose policy cannot be made here, by id, as they were. */
    private final Map<String, Task> refused = new HashMap<>();

    LearnedTasks(
            Learners learners,
            TaskDirectory tasks,
            SnapshotLoader loader,
            TaskPartitions partitions,
            PolicyMetrics metrics) {
        this.learners = learners;
        this.tasks = tasks;
        this.loader = loader;
        this.partitions = partitions;
        this.metrics = metrics;
    }

    void assign(Collection<Integer> added) {
        toLoad.addAll(added);
    }

    void revoke(Collection<Integer> removed) {
        toLoad.removeAll(removed);
        removed.forEach(loaded::remove);
        learners.forget(taskId -> removed.contains(partitions.of(taskId)));
    }

    /** Whether {@link #update} would change a learner. */
    boolean areOutdated() {
        return !toLoad.isEmpty()
                || !deleted().isEmpty()
                || tasks.all().stream().anyMatch(task -> isMine(task) && needsOpening(task));
    }

    /**
     * Opens learners of tasks that are new or changed, at least one and as many as a short time allows: the rounds of others
     * wait meanwhile.
     *
     * @return tasks that were deleted; they have no learner any more, and their snapshots are to be deleted
     */
    List<String> update() throws InterruptedException {
        for (int partition : Set.copyOf(toLoad)) {
            loaded.put(partition, loader.load(partition));
            toLoad.remove(partition);
        }
        List<String> deleted = deleted();
        deleted.forEach(taskId ->
                loaded.getOrDefault(partitions.of(taskId), new HashMap<>()).remove(taskId));
        learners.forget(deleted::contains);
        long began = System.nanoTime();
        for (Task task : tasks.all()) {
            if (isMine(task) && needsOpening(task)) {
                open(task);
                if (System.nanoTime() - began > OPENING.toNanos()) {
                    break;
                }
            }
        }
        return deleted;
    }

    /** Opens the learner of the task, whatever others are new or changed. */
    void require(Task task) throws InterruptedException {
        if (isMine(task) && needsOpening(task)) {
            open(task);
        }
    }

    /** Whether the task's rounds can be learned now. */
    boolean canLearn(Task task) {
        return learners.isCurrent(task);
    }

    private void open(Task task) throws InterruptedException {
        int partition = partitions.of(task.getTaskId());
        Optional<PolicySnapshot> snapshot =
                Optional.ofNullable(loaded.getOrDefault(partition, Map.of()).get(task.getTaskId()));
        Optional<PolicySnapshot> candidate = candidate(task, snapshot, partition);
        try {
            if (learners.taskIds().contains(task.getTaskId())) {
                learners.reopen(task, candidate);
            } else {
                learners.open(task, snapshot, candidate);
            }
            refused.remove(task.getTaskId());
            // The learner has it from here on.
            loaded.getOrDefault(partition, new HashMap<>()).remove(task.getTaskId());
            log.info("Learning task {} of revision {}", task.getTaskId(), task.getRevision());
            if (!learners.hasFollowed(task)) {
                metrics.promotionRefused(task.getTaskId());
            }
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            refused.put(task.getTaskId(), task);
            log.error("Task {} cannot be learned here: {}", task.getTaskId(), e.toString());
        }
    }

    /** The candidate that the task's policy is to be replaced by; it may be younger than the snapshots that were loaded. */
    private Optional<PolicySnapshot> candidate(Task task, Optional<PolicySnapshot> newest, int partition)
            throws InterruptedException {
        Optional<String> name = learners.awaitedCandidate(task, newest);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<PolicySnapshot> candidate =
                loader.candidate(partition, CandidateKeys.of(task.getTaskId(), name.get()));
        if (candidate.isEmpty()) {
            log.error(
                    "Candidate {} is not there to become the policy of task {}; the present one goes on",
                    name.get(),
                    task.getTaskId());
        }
        return candidate;
    }

    private boolean needsOpening(Task task) {
        return !learners.isCurrent(task) && !task.equals(refused.get(task.getTaskId()));
    }

    private boolean isMine(Task task) {
        return loaded.containsKey(partitions.of(task.getTaskId()));
    }

    /** Only tasks that were here before: one that the directory has not seen yet is not deleted. */
    private List<String> deleted() {
        return learners.taskIds().stream()
                .filter(taskId -> tasks.find(taskId).isEmpty())
                .toList();
    }
}
