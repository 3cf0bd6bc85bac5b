package io.promptstream.policy.replay;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.Lineage;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicyState;
import io.promptstream.policy.learning.TaskLearner;
import io.promptstream.policy.task.PolicySpecifications;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The policy that a replay makes. It takes the same steps as a live one, by the same code. Belongs to one thread. */
final class ReplayedPolicy {
    private final Policies policies;
    private final Clock clock;
    private @Nullable TaskLearner learner;

    ReplayedPolicy(Policies policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    boolean hasBegun() {
        return learner != null;
    }

    /** Begins with a policy that has learned nothing, at the version after that of the policy so far, or at 0. */
    void begin(Task task, long version) throws ReplayFailure {
        Optional<PolicySnapshot> before =
                version == 0 ? Optional.empty() : Optional.ofNullable(learner).map(TaskLearner::snapshot);
        learner = TaskLearner.begin(task, policies.initial(PolicySpecifications.of(task)), before, clock);
    }

    /** Goes on with the same weights under another task or other settings. */
    void goOn(Task task) throws ReplayFailure {
        restore(task, learner().snapshot());
    }

    /** Goes on from a policy that took the place of this one. */
    void adopt(Task task, PolicySnapshot promoted) throws ReplayFailure {
        restore(task, promoted);
    }

    /** Goes on from the state of an earlier run of the same replay. */
    void restore(Task task, PolicySnapshot snapshot) throws ReplayFailure {
        byte[] bytes = new byte[snapshot.getState().remaining()];
        snapshot.getState().duplicate().get(bytes);
        try {
            learner = TaskLearner.resume(
                    task,
                    snapshot,
                    policies.restore(
                            PolicySpecifications.of(task), new PolicyState(snapshot.getStateFormat(), bytes)),
                    clock);
        } catch (IncompatibleStateException e) {
            throw new ReplayFailure("version %d does not fit the policy that is to go on from it: %s"
                    .formatted(snapshot.getVersion(), e.getMessage()));
        }
    }

    /** Learns a round by the rules of live learning. */
    LearningOutcome learn(RoundResult round) {
        return learner().learn(round);
    }

    /** Learns a round whichever policy sampled it. */
    LearningOutcome relearn(RoundResult round) {
        return learner().relearn(round);
    }

    Task task() {
        return learner().task();
    }

    long version() {
        return learner().version();
    }

    String digest() {
        return learner().digest();
    }

    /** The newest of the last rounds that were learned or left out. */
    Optional<UUID> lastRound() {
        return Optional.ofNullable(learner).flatMap(TaskLearner::lastRound).map(LearnedRound::getRoundId);
    }

    /** The policy as a candidate. */
    PolicySnapshot snapshot(String candidate, Lineage lineage) {
        return PolicySnapshot.newBuilder(learner().snapshot())
                .setCandidate(candidate)
                .setLineage(lineage)
                .build();
    }

    private TaskLearner learner() {
        if (learner == null) {
            throw new IllegalStateException("the policy has not begun; begin or restore it first");
        }
        return learner;
    }
}
