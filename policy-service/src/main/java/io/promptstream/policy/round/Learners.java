package io.promptstream.policy.round;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.Policy;
import io.promptstream.policy.learning.PolicyState;
import io.promptstream.policy.learning.TaskLearner;
import io.promptstream.policy.task.PolicySpecifications;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The learners of all tasks that one instance learns. Belongs to one thread. */
public final class Learners {
    private static final Logger log = LoggerFactory.getLogger(Learners.class);

    private final Policies policies;
    private final Clock clock;
    private final Map<String, Entry> entries = new HashMap<>();

    public Learners(Policies policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    private record Entry(TaskLearner learner, boolean unpublished) {
        boolean hasNews() {
            return unpublished || learner.hasNews();
        }
    }

    /**
     * Whether the task's learner is there and made for the task as it is now. Its revision does not tell: it begins again
     * when the task is deleted and put anew.
     */
    public boolean isCurrent(Task task) {
        Entry entry = entries.get(task.getTaskId());
        return entry != null && entry.learner().task().equals(task);
    }

    /**
     * Makes or replaces the task's learner: it goes on from the snapshot if the task's policy still fits it; otherwise it
     * begins anew, at the version after the snapshot's, or at 0 without one.
     *
     * @throws IllegalArgumentException if the task's policy is one that this version of the service cannot make
     */
    public void open(Task task, Optional<PolicySnapshot> newest) {
        entries.put(
                task.getTaskId(),
                newest.flatMap(snapshot -> resumed(task, snapshot)).orElseGet(() -> begun(task, newest)));
    }

    /** As {@link #open} from what the present learner has learned; the next snapshot lists its unpublished rounds too. */
    public void reopen(Task task) {
        PolicySnapshot snapshot = entry(task).learner().snapshot();
        try {
            open(task, Optional.of(snapshot));
        } finally {
            // To the new learner, or back to the present one if no other can be made.
            entry(task).learner().carry(snapshot.getLearned());
        }
    }

    /** Learns a round of a task whose learner is open. */
    public LearningOutcome learn(Task task, RoundResult round) {
        return entry(task).learner().learn(round);
    }

    private Entry entry(Task task) {
        Entry entry = entries.get(task.getTaskId());
        if (entry == null) {
            throw new IllegalStateException("task %s has no learner; open it first".formatted(task.getTaskId()));
        }
        return entry;
    }

    /** Snapshots of the learners that have something new; they count as published. */
    public List<PolicySnapshot> takeNews() {
        List<PolicySnapshot> news = new ArrayList<>();
        entries.replaceAll((taskId, entry) -> {
            if (!entry.hasNews()) {
                return entry;
            }
            news.add(entry.learner().snapshot());
            return new Entry(entry.learner(), false);
        });
        return news;
    }

    public Set<String> taskIds() {
        return Set.copyOf(entries.keySet());
    }

    /** Forgets the learners of the tasks that the condition holds for. */
    public void forget(Predicate<String> condition) {
        entries.keySet().removeIf(condition);
    }

    private Optional<Entry> resumed(Task task, PolicySnapshot snapshot) {
        if (!TaskLearner.continues(task, snapshot)) {
            return Optional.empty();
        }
        byte[] bytes = new byte[snapshot.getState().remaining()];
        snapshot.getState().duplicate().get(bytes);
        try {
            Policy policy =
                    policies.restore(PolicySpecifications.of(task), new PolicyState(snapshot.getStateFormat(), bytes));
            boolean sameTask = snapshot.getTaskRevision() == task.getRevision();
            return Optional.of(new Entry(TaskLearner.resume(task, snapshot, policy, clock), !sameTask));
        } catch (IncompatibleStateException e) {
            log.warn(
                    "The policy of task {} begins anew after version {}: {}",
                    task.getTaskId(),
                    snapshot.getVersion(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    private Entry begun(Task task, Optional<PolicySnapshot> before) {
        Policy initial = policies.initial(PolicySpecifications.of(task));
        return new Entry(TaskLearner.begin(task, initial, before, clock), true);
    }
}
