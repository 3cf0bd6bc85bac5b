package io.promptstream.policy.round;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.Policy;
import io.promptstream.policy.learning.PolicySpecification;
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

    private record Entry(TaskLearner learner, long revision, boolean unpublished) {
        boolean hasNews() {
            return unpublished || learner.hasNews();
        }
    }

    /** Whether the task's learner is there and made for this revision of it. */
    public boolean isCurrent(Task task) {
        Entry entry = entries.get(task.getTaskId());
        return entry != null && entry.revision() == task.getRevision();
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

    /** As {@link #open} from what the present learner has learned; its news should be published before. */
    public void reopen(Task task) {
        Entry present = entries.get(task.getTaskId());
        open(
                task,
                present == null
                        ? Optional.empty()
                        : Optional.of(present.learner().snapshot(present.revision())));
    }

    /** Learns a round of a task whose learner is open. */
    public LearningOutcome learn(Task task, RoundResult round) {
        Entry entry = entries.get(task.getTaskId());
        if (entry == null) {
            throw new IllegalStateException("task %s has no learner; open it first".formatted(task.getTaskId()));
        }
        return entry.learner().learn(round, task.getPolicy().getMaxLag());
    }

    /** Snapshots of the learners that have something new; they count as published. */
    public List<PolicySnapshot> takeNews() {
        List<PolicySnapshot> news = new ArrayList<>();
        entries.replaceAll((taskId, entry) -> {
            if (!entry.hasNews()) {
                return entry;
            }
            news.add(entry.learner().snapshot(entry.revision()));
            return new Entry(entry.learner(), entry.revision(), false);
        });
        return news;
    }

    public boolean haveNews() {
        return entries.values().stream().anyMatch(Entry::hasNews);
    }

    public Set<String> taskIds() {
        return Set.copyOf(entries.keySet());
    }

    /** Forgets the learners of the tasks that the condition holds for. */
    public void forget(Predicate<String> condition) {
        entries.keySet().removeIf(condition);
    }

    private Optional<Entry> resumed(Task task, PolicySnapshot snapshot) {
        byte[] bytes = new byte[snapshot.getState().remaining()];
        snapshot.getState().duplicate().get(bytes);
        try {
            Policy policy =
                    policies.restore(PolicySpecifications.of(task), new PolicyState(snapshot.getStateFormat(), bytes));
            boolean sameRevision = snapshot.getTaskRevision() == task.getRevision();
            return Optional.of(
                    new Entry(TaskLearner.resume(snapshot, policy, clock), task.getRevision(), !sameRevision));
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
        PolicySpecification specification = PolicySpecifications.of(task);
        long version = before.map(snapshot -> snapshot.getVersion() + 1).orElse(0L);
        Policy initial = policies.initial(specification);
        return new Entry(TaskLearner.begin(task.getTaskId(), initial, version, clock), task.getRevision(), true);
    }
}
