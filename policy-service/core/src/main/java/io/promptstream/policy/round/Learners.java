package io.promptstream.policy.round;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyUpdate;
import io.promptstream.policy.learning.TaskLearner;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The learners of all tasks that one instance learns. Belongs to one thread. */
public final class Learners {
    private static final Logger log = LoggerFactory.getLogger(Learners.class);

    /** A snapshot has hundreds of kilobytes. */
    private static final Duration SAVING = Duration.ofSeconds(5);

    private final PolicySteps steps;
    private final String codeVersion;
    private final Duration saving;
    private final Map<String, TaskLearner> learners = new HashMap<>();
    /** When the task's policy was saved as a whole, by {@link System#nanoTime}'s clock. */
    private final Map<String, Long> savedAt = new HashMap<>();

    /** Takes the version of the service, for the policies' history. */
    public Learners(Policies policies, Clock clock, String codeVersion) {
        this(policies, clock, codeVersion, SAVING);
    }

    /** As the other one, with the time after which rounds that were learned are saved in a snapshot. */
    public Learners(Policies policies, Clock clock, String codeVersion, Duration saving) {
        this.saving = saving;
        this.steps = new PolicySteps(policies, clock);
        this.codeVersion = codeVersion;
    }

    /**
     * Whether the task's learner is there and made for the task as it is now. Its revision does not tell: it begins again
     * when the task is deleted and re-created.
     */
    public boolean isCurrent(Task task) {
        TaskLearner learner = learners.get(task.getTaskId());
        return learner != null && learner.task().equals(task);
    }

    /**
     * Name of the candidate that the task's policy is to be replaced by and is not yet.
     *
     * @param newest the task's newest snapshot, where it has no learner here
     */
    public Optional<String> awaitedCandidate(Task task, Optional<PolicySnapshot> newest) {
        TaskLearner learner = learners.get(task.getTaskId());
        Optional<UUID> followed = learner != null
                ? learner.promotionId()
                : newest.filter(snapshot -> TaskLearner.continues(task, snapshot))
                        .flatMap(PolicySnapshot::getPromotionId);
        return task.getPromotion()
                .filter(promotion -> !followed.equals(Optional.of(promotion.getPromotionId())))
                .map(Promotion::getCandidate);
    }

    /** Whether the task's policy has followed its promotion, or has none to follow. */
    public boolean hasFollowed(Task task) {
        return awaitedCandidate(task, Optional.empty()).isEmpty();
    }

    /**
     * Makes the task's learner: of the candidate if there is one that fits; otherwise it continues from the snapshot if the
     * task's policy still fits it; otherwise it starts over, at the version after the snapshot's, or at 0 without one.
     *
     * @param candidate the one of {@link #awaitedCandidate}, as far as it was found
     * @throws IllegalArgumentException if the task's policy is one that this version of the service cannot make
     */
    public void open(Task task, Optional<PolicySnapshot> newest, Optional<PolicySnapshot> candidate) {
        learners.put(task.getTaskId(), opened(task, newest, candidate));
    }

    /** As {@link #open} from what the present learner has learned; what that one has not published yet, the next one does. */
    public void reopen(Task task, Optional<PolicySnapshot> candidate) {
        TaskLearner present = learner(task);
        PolicyUpdate unpublished = present.updates(codeVersion);
        try {
            TaskLearner next = opened(task, Optional.of(unpublished.snapshot()), candidate);
            next.follow(unpublished);
            learners.put(task.getTaskId(), next);
        } catch (RuntimeException e) {
            present.carry(unpublished);
            throw e;
        }
    }

    /** Learns a round of a task whose learner is open. */
    public LearningOutcome learn(Task task, RoundResult round) {
        LearningOutcome outcome = learner(task).learn(round);
        if (outcome instanceof LearningOutcome.Learned learned && learned.drift()) {
            log.info(
                    "Rewards of task {} have changed: its policy learns again from version {} on",
                    task.getTaskId(),
                    learned.version());
        }
        return outcome;
    }

    private TaskLearner learner(Task task) {
        TaskLearner learner = learners.get(task.getTaskId());
        if (learner == null) {
            throw new IllegalStateException("task %s has no learner; open it first".formatted(task.getTaskId()));
        }
        return learner;
    }

    /** What all learners that have something new have to tell, each with its snapshot; it counts as published. */
    public List<PolicyUpdate> takeUpdates() {
        return learners.values().stream()
                .filter(learner -> learner.hasUpdates() || learner.hasUnsavedRounds())
                .map(learner -> learner.updates(codeVersion))
                .toList();
    }

    /**
     * What the learners that have something new have to tell; it counts as published. A snapshot comes with it where a step
     * is no round, and after rounds only now and then: meanwhile the steps name what was learned.
     *
     * @param now of {@link System#nanoTime}'s clock
     */
    public List<PolicyUpdate> takeUpdates(long now) {
        return learners.values().stream()
                .filter(learner -> learner.hasUpdates() || isToBeSaved(learner, now))
                .map(learner -> update(learner, now))
                .toList();
    }

    private PolicyUpdate update(TaskLearner learner, long now) {
        if (!learner.hasBeenRemade() && !isToBeSaved(learner, now)) {
            return learner.steps(codeVersion);
        }
        savedAt.put(learner.task().getTaskId(), now);
        return learner.updates(codeVersion);
    }

    /** Whether rounds that no snapshot lists have waited for long enough. */
    public boolean areToBeSaved(long now) {
        return learners.values().stream().anyMatch(learner -> isToBeSaved(learner, now));
    }

    private boolean isToBeSaved(TaskLearner learner, long now) {
        Long before = savedAt.get(learner.task().getTaskId());
        return learner.hasUnsavedRounds() && (before == null || now - before >= saving.toNanos());
    }

    /** Has the task's next snapshot list rounds that were learned before its learner was opened, and that none lists. */
    public void owe(String taskId, List<LearnedRound> rounds) {
        Optional.ofNullable(learners.get(taskId)).ifPresent(learner -> learner.owe(rounds));
    }

    /** Has the task's history tell that its policy continues with other weights than those that it names. */
    public void noteDivergence(String taskId) {
        Optional.ofNullable(learners.get(taskId)).ifPresent(TaskLearner::noteContinued);
    }

    /** The policy of a task that has a learner, as it is now; it lists the rounds since the last snapshot that was taken. */
    public Optional<PolicySnapshot> present(String taskId) {
        return Optional.ofNullable(learners.get(taskId)).map(TaskLearner::present);
    }

    public Set<String> taskIds() {
        return Set.copyOf(learners.keySet());
    }

    /** Forgets the learners of the tasks that the condition holds for. */
    public void forget(Predicate<String> condition) {
        learners.keySet().removeIf(condition);
        savedAt.keySet().removeIf(condition);
    }

    private TaskLearner opened(Task task, Optional<PolicySnapshot> newest, Optional<PolicySnapshot> candidate) {
        return candidate
                .flatMap(found -> adopted(task, newest, found))
                .or(() -> newest.flatMap(snapshot -> resumed(task, snapshot)))
                .orElseGet(() -> steps.begin(task, newest));
    }

    private Optional<TaskLearner> adopted(Task task, Optional<PolicySnapshot> newest, PolicySnapshot candidate) {
        try {
            return Optional.of(steps.adopt(task, newest, candidate));
        } catch (IncompatibleStateException e) {
            log.error(
                    "Candidate {} cannot become the policy of task {}: {}",
                    candidate.getCandidate().orElse(""),
                    task.getTaskId(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<TaskLearner> resumed(Task task, PolicySnapshot snapshot) {
        if (!TaskLearner.continues(task, snapshot)) {
            return Optional.empty();
        }
        try {
            return Optional.of(steps.resume(task, snapshot));
        } catch (IncompatibleStateException e) {
            log.warn(
                    "The policy of task {} restarts after version {}: {}",
                    task.getTaskId(),
                    snapshot.getVersion(),
                    e.getMessage());
            return Optional.empty();
        }
    }
}
