package io.promptstream.policy.round;

import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.LabelShifts;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.Policy;
import io.promptstream.policy.learning.PolicyAtVersion;
import io.promptstream.policy.learning.PolicyState;
import io.promptstream.policy.learning.SoftPromptPolicy;
import io.promptstream.policy.learning.TaskLearner;
import io.promptstream.policy.task.PolicySpecifications;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The policy that a task is served with now: that of its newest snapshot. A task that has none yet, or whose policy was
 * changed so that the snapshot does not fit, gets the initial policy, which the learner makes in the same way and under
 * the same version; so no query waits for the learner. While a candidate takes the policy's place, the policy before continues
 * serving and no round begins. Belongs to one thread.
 */
public final class CurrentPolicies {
    /** A policy takes as much memory as its weights. */
    private static final int MOST_MADE = 256;

    private final Policies policies;
    private final Function<PolicySnapshot, Optional<PolicySnapshot>> whole;
    /** Those that were asked for last. */
    private final Map<String, Made> current = new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);

    /** @param whole finds the whole of a snapshot that comes without its weights, or of a newer one; nothing if it is gone */
    public CurrentPolicies(Policies policies, Function<PolicySnapshot, Optional<PolicySnapshot>> whole) {
        this.policies = policies;
        this.whole = whole;
    }

    /** Task and snapshot as a whole: revisions and versions begin again when a task is deleted and re-created. */
    private record Made(Task task, Optional<SnapshotName> snapshot, CurrentPolicy policy) {}

    /** A digest does not tell under which revision of the task its policy continues. */
    private record SnapshotName(String digest, long taskRevision) {
        private static SnapshotName of(PolicySnapshot snapshot) {
            return new SnapshotName(snapshot.getDigest(), snapshot.getTaskRevision());
        }
    }

    /**
     * The policy of a task.
     *
     * @param newest the task's newest snapshot, if there is one; its weights are asked for when they are needed
     * @throws IllegalArgumentException if the task's policy is one that this version of the service cannot make
     */
    CurrentPolicy of(Task task, Optional<PolicySnapshot> newest) {
        Optional<SnapshotName> name = newest.map(SnapshotName::of);
        Made known = current.get(task.getTaskId());
        if (known != null && known.task().equals(task) && known.snapshot().equals(name)) {
            return known.policy();
        }
        CurrentPolicy made = newest.filter(snapshot -> isWaiting(task, snapshot))
                .map(snapshot -> CurrentPolicy.waiting(task, snapshot))
                .or(() -> newest.flatMap(whole)
                        .flatMap(snapshot -> isWaiting(task, snapshot)
                                ? Optional.of(CurrentPolicy.waiting(task, snapshot))
                                : restored(task, snapshot)))
                .orElseGet(() -> initial(task, newest));
        current.put(task.getTaskId(), new Made(task, name, made));
        if (current.size() > MOST_MADE) {
            current.remove(current.keySet().iterator().next());
        }
        return made;
    }

    /**
     * A prompt that is to be measured.
     *
     * @param embedding what the task model reads in its place; empty: its text
     * @param context of the query, where that has decided on the prompt
     */
    record Measured(String text, List<Float> embedding, Optional<Integer> context) {
        private Measured(String text, List<Float> embedding) {
            this(text, embedding, Optional.empty());
        }
    }

    /**
     * A prompt as the task model gets it. Of soft prompts only the first matrix and the present one are kept, and that one
     * changes with every round: any placeholder but the first one's stands for it.
     */
    Measured measured(Task task, Optional<PolicySnapshot> newest, String prompt) {
        if (task.getPolicy().getKind() != PolicyKind.SOFT_PROMPT || !SoftPromptPolicy.isPlaceholder(prompt)) {
            return new Measured(prompt, List.of());
        }
        Policy initial = policies.initial(PolicySpecifications.of(task));
        CurrentPolicy now = of(task, newest);
        return initial.greedy().text().equals(prompt)
                ? new Measured(prompt, initial.embedding())
                : new Measured(now.served().getText(), now.embedding());
    }

    /** What the policies' language model makes of a query; not to be changed. */
    ByteBuffer features(Query query) {
        return policies.features(query);
    }

    /** Forgets the policies of the tasks that the condition does not hold for. */
    public void keep(Predicate<String> condition) {
        current.keySet().removeIf(condition.negate());
    }

    /**
     * Whether the task and its snapshot are out of step: the learner has not come to the task's promotion yet, or it knows a
     * newer revision of the task than this proposer does. A round that began now would mix two policies.
     */
    private static boolean isWaiting(Task task, PolicySnapshot snapshot) {
        if (!TaskLearner.continues(task, snapshot)) {
            return false;
        }
        return snapshot.getTaskRevision() > task.getRevision()
                || PromotionProgress.of(task, snapshot) == PromotionProgress.PENDING;
    }

    private Optional<CurrentPolicy> restored(Task task, PolicySnapshot snapshot) {
        if (!TaskLearner.continues(task, snapshot)) {
            return Optional.empty();
        }
        try {
            Policy policy = policies.restore(PolicySpecifications.of(task), PolicyState.of(snapshot));
            return Optional.of(CurrentPolicy.of(
                    task, PolicyAtVersion.of(task, snapshot, policy), LabelShifts.of(task, Optional.of(snapshot))));
        } catch (IncompatibleStateException e) {
            return Optional.empty();
        }
    }

    private CurrentPolicy initial(Task task, Optional<PolicySnapshot> before) {
        Policy policy = policies.initial(PolicySpecifications.of(task));
        return CurrentPolicy.of(task, PolicyAtVersion.begin(task, policy, before), LabelShifts.NONE);
    }
}
