package io.promptstream.policy.round;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.schemas.topic.CandidateKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which tasks this instance learns: those whose key falls into a partition that it is assigned. Belongs to one thread. */
public final class LearnedTasks {
    private static final Logger log = LoggerFactory.getLogger(LearnedTasks.class);

    private static final Duration OPENING = Duration.ofMillis(500);

    private final Learners learners;
    private final Function<String, Optional<Task>> tasks;
    private final Supplier<? extends Collection<Task>> allTasks;
    private final Stored stored;
    private final ToIntFunction<String> partitions;
    private final Consumer<String> refusedPromotions;
    private final LongSupplier nanoTime;
    /** Policies of the assigned partitions as they were committed, until their learners are opened. */
    private final Map<Integer, Map<String, CatchUp.Result>> loaded = new HashMap<>();

    private final Set<Integer> toLoad = new HashSet<>();
    /** Tasks whose policy cannot be made here, by id, as they were. */
    private final Map<String, Task> refused = new HashMap<>();

    /** What was committed of policies. */
    public interface Stored {
        /** The partition's live policies as they were committed last, by task; they may be newer than their snapshots. */
        Map<String, CatchUp.Result> policies(int partition) throws InterruptedException;

        /** The candidate of this key, if the partition has it by now. */
        Optional<PolicySnapshot> candidate(int partition, String key) throws InterruptedException;
    }

    /**
     * @param tasks finds a task as it is now
     * @param partitions the partition of a task
     * @param refusedPromotions told of tasks whose promotion cannot be followed
     * @param nanoTime nanoseconds since some moment
     */
    public LearnedTasks(
            Learners learners,
            Function<String, Optional<Task>> tasks,
            Supplier<? extends Collection<Task>> allTasks,
            Stored stored,
            ToIntFunction<String> partitions,
            Consumer<String> refusedPromotions,
            LongSupplier nanoTime) {
        this.learners = learners;
        this.tasks = tasks;
        this.allTasks = allTasks;
        this.stored = stored;
        this.partitions = partitions;
        this.refusedPromotions = refusedPromotions;
        this.nanoTime = nanoTime;
    }

    public void assign(Collection<Integer> added) {
        toLoad.addAll(added);
    }

    public void revoke(Collection<Integer> removed) {
        toLoad.removeAll(removed);
        removed.forEach(loaded::remove);
        learners.forget(taskId -> removed.contains(partitions.applyAsInt(taskId)));
    }

    /** Whether {@link #update} would change a learner. */
    public boolean areOutdated() {
        return !toLoad.isEmpty()
                || !deleted().isEmpty()
                || allTasks.get().stream().anyMatch(task -> isMine(task) && needsOpening(task));
    }

    /**
     * Opens learners of tasks that are new or changed, at least one and as many as a short time allows: the rounds of others
     * wait meanwhile.
     *
     * @return tasks that were deleted; they have no learner any more, and their snapshots are to be deleted
     */
    public List<String> update() throws InterruptedException {
        for (int partition : Set.copyOf(toLoad)) {
            loaded.put(partition, stored.policies(partition));
            toLoad.remove(partition);
        }
        List<String> deleted = deleted();
        deleted.forEach(taskId -> loaded.getOrDefault(partitions.applyAsInt(taskId), new HashMap<>())
                .remove(taskId));
        learners.forget(deleted::contains);
        long began = nanoTime.getAsLong();
        for (Task task : allTasks.get()) {
            if (isMine(task) && needsOpening(task)) {
                open(task);
                if (nanoTime.getAsLong() - began > OPENING.toNanos()) {
                    break;
                }
            }
        }
        return deleted;
    }

    /** Opens the learner of the task, whatever others are new or changed. */
    public void require(Task task) throws InterruptedException {
        if (isMine(task) && needsOpening(task)) {
            open(task);
        }
    }

    /** Whether the task's rounds can be learned now. */
    public boolean canLearn(Task task) {
        return learners.isCurrent(task);
    }

    private void open(Task task) throws InterruptedException {
        int partition = partitions.applyAsInt(task.getTaskId());
        Optional<CatchUp.Result> committed =
                Optional.ofNullable(loaded.getOrDefault(partition, Map.of()).get(task.getTaskId()));
        Optional<PolicySnapshot> snapshot = committed.map(CatchUp.Result::snapshot);
        Optional<PolicySnapshot> candidate = candidate(task, snapshot, partition);
        try {
            if (learners.taskIds().contains(task.getTaskId())) {
                learners.reopen(task, candidate);
            } else {
                learners.open(task, snapshot, candidate);
                committed.ifPresent(before -> continueFrom(task, before));
            }
            refused.remove(task.getTaskId());
            // The learner has it from here on.
            loaded.getOrDefault(partition, new HashMap<>()).remove(task.getTaskId());
            log.info("Learning task {} of revision {}", task.getTaskId(), task.getRevision());
            if (!learners.hasFollowed(task)) {
                refusedPromotions.accept(task.getTaskId());
            }
        } catch (RuntimeException e) {
            refused.put(task.getTaskId(), task);
            log.error("Task {} cannot be learned here: {}", task.getTaskId(), e.toString());
        }
    }

    private void continueFrom(Task task, CatchUp.Result committed) {
        learners.owe(task.getTaskId(), committed.unsaved());
        committed.divergence().ifPresent(divergence -> {
            log.error(
                    "The policy of task {} continues with other weights than those of its version {}: {}",
                    task.getTaskId(),
                    committed.snapshot().getVersion(),
                    divergence);
            learners.noteDivergence(task.getTaskId());
        });
    }

    /** The candidate that the task's policy is to be replaced by; it may be younger than the snapshots that were loaded. */
    private Optional<PolicySnapshot> candidate(Task task, Optional<PolicySnapshot> newest, int partition)
            throws InterruptedException {
        Optional<String> name = learners.awaitedCandidate(task, newest);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<PolicySnapshot> candidate =
                stored.candidate(partition, CandidateKeys.of(task.getTaskId(), name.get()));
        if (candidate.isEmpty()) {
            log.error(
                    "Candidate {} is not there to become the policy of task {}; the present one stays",
                    name.get(),
                    task.getTaskId());
        }
        return candidate;
    }

    private boolean needsOpening(Task task) {
        return !learners.isCurrent(task) && !task.equals(refused.get(task.getTaskId()));
    }

    private boolean isMine(Task task) {
        return loaded.containsKey(partitions.applyAsInt(task.getTaskId()));
    }

    /** Only tasks that were here before: one that the directory has not seen yet is not deleted. */
    private List<String> deleted() {
        return learners.taskIds().stream()
                .filter(taskId -> tasks.apply(taskId).isEmpty())
                .toList();
    }
}
