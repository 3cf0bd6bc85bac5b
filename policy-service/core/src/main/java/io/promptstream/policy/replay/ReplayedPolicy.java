package io.promptstream.policy.replay;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.Lineage;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.IncompatibleStateException;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.TaskLearner;
import io.promptstream.policy.round.PolicySteps;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The policy that a replay makes. It takes the same steps as a live one, by the same code. Belongs to one thread. */
final class ReplayedPolicy {
    private final PolicySteps steps;
    private @Nullable TaskLearner learner;
    private String digest = "";

    ReplayedPolicy(Policies policies, Clock clock) {
        this.steps = new PolicySteps(policies, clock);
    }

    boolean hasBegun() {
        return learner != null;
    }

    /** BEGAN: a policy that has learned nothing, at the version after that of the policy so far, or at 0. */
    void begin(Task task, long version) {
        Optional<PolicySnapshot> before =
                version == 0 ? Optional.empty() : Optional.ofNullable(learner).map(TaskLearner::snapshot);
        goOnAs(steps.begin(task, before));
    }

    /** CONTINUED: the same weights under another task, or with other settings. */
    void goOn(Task task) throws ReplayFailure {
        restore(task, learner().snapshot());
    }

    /** Continues from a snapshot: of a policy that took the place of this one, or of an earlier run of the same replay. */
    void restore(Task task, PolicySnapshot snapshot) throws ReplayFailure {
        try {
            goOnAs(steps.resume(task, snapshot));
        } catch (IncompatibleStateException e) {
            throw new ReplayFailure("version %d does not fit the policy that is to continue from it: %s"
                    .formatted(snapshot.getVersion(), e.getMessage()));
        }
    }

    private void goOnAs(TaskLearner next) {
        learner = next;
        digest = next.digest();
    }

    /** LEARNED: a round, by the rules of live learning. */
    LearningOutcome learn(RoundResult round) {
        return noted(learner().learn(round));
    }

    /** Learns a round whichever policy sampled it. */
    LearningOutcome relearn(RoundResult round) {
        return noted(learner().relearn(round));
    }

    /** The digest was computed with the round: computing it again would take as long as learning. */
    private LearningOutcome noted(LearningOutcome outcome) {
        if (outcome instanceof LearningOutcome.Learned) {
            digest = learner().lastRound().flatMap(LearnedRound::getDigest).orElseThrow();
        }
        return outcome;
    }

    Task task() {
        return learner().task();
    }

    long version() {
        return learner().version();
    }

    String digest() {
        return digest;
    }

    /** The newest of the last rounds that were learned or skipped. */
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
