package io.promptstream.policy.learning;

import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.Task;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Makes learners: of a policy that begins, of one that continues from its snapshot, and of a candidate that is promoted. */
public final class TaskLearners {
    private TaskLearners() {}

    /**
     * Begins with a policy that nothing has been learned by. A round that the task's policy before has learned is not
     * learned again.
     *
     * @param before snapshot that the policy does not continue from; its version is the one before the first
     */
    public static TaskLearner begin(Task task, Policy initial, Optional<PolicySnapshot> before, Clock clock) {
        PolicyAtVersion begun = PolicyAtVersion.begin(task, initial, before);
        Optional<PolicySnapshot> ofTask = before.filter(snapshot -> TaskLearner.continues(task, snapshot));
        CandidateOrigin candidateOrigin =
                ofTask.map(snapshot -> CandidateOrigin.of(snapshot).begunAnew()).orElse(CandidateOrigin.NONE);
        KnownRounds rounds = ofTask.map(KnownRounds::ofPredecessor).orElseGet(KnownRounds::new);
        VersionedPolicy policy = new VersionedPolicy(
                begun,
                DriftSettings.of(task).map(DriftMonitor::new),
                StoppingRule.of(task),
                begun.greedy(),
                new LabelMeans(List.of()));
        return new TaskLearner(task, clock, policy, rounds, candidateOrigin).noted(PolicyEventKind.BEGAN);
    }

    /**
     * Continues from a snapshot; {@code policy} is restored from its state. What was measured under another revision of the
     * task is forgotten, what was learned is kept.
     */
    public static TaskLearner resume(Task task, PolicySnapshot snapshot, Policy policy, Clock clock) {
        boolean sameTask = snapshot.getTaskRevision() == task.getRevision();
        if (!sameTask) {
            policy.forgetRewards();
        }
        TaskLearner learner =
                restored(task, snapshot, policy, clock, KnownRounds.of(snapshot), CandidateOrigin.of(snapshot));
        return sameTask ? learner : learner.noted(PolicyEventKind.CONTINUED);
    }

    /**
     * Follows the task's promotion: continues with the weights, the champion and the contenders of a candidate, as the version
     * after the live policy's. The rounds that the live policy knows and its counts are kept. What the candidate measured
     * with other rewards than the task's is forgotten.
     *
     * @param policy restored from the candidate's state
     * @throws IllegalArgumentException if the task has no promotion
     */
    public static TaskLearner adopt(
            Task task, Optional<PolicySnapshot> live, PolicySnapshot candidate, Policy policy, Clock clock) {
        Promotion promotion = task.getPromotion()
                .orElseThrow(() -> new IllegalArgumentException(
                        "task %s has no promotion: adopt a candidate only by order".formatted(task.getTaskId())));
        if (CandidateOrigin.hasOtherRewards(task, candidate)) {
            policy.forgetRewards();
        }
        long version = live.map(snapshot -> snapshot.getVersion() + 1).orElse(0L);
        PolicySnapshot adopted = CandidateOrigin.adopted(task, candidate, version);
        KnownRounds rounds = live.filter(snapshot -> TaskLearner.continues(task, snapshot))
                .map(KnownRounds::of)
                .orElseGet(KnownRounds::new);
        return restored(task, adopted, policy, clock, rounds, CandidateOrigin.of(promotion, candidate, version))
                .noted(PolicyEventKind.PROMOTED);
    }

    private static TaskLearner restored(
            Task task,
            PolicySnapshot snapshot,
            Policy policy,
            Clock clock,
            KnownRounds rounds,
            CandidateOrigin candidateOrigin) {
        boolean sameTask = snapshot.getTaskRevision() == task.getRevision();
        VersionedPolicy versioned = new VersionedPolicy(
                PolicyAtVersion.of(task, snapshot, policy),
                drift(task, snapshot, sameTask),
                stopping(task, snapshot, sameTask),
                snapshot.getInitialPrompt(),
                new LabelMeans(sameTask ? snapshot.getLabelScores() : List.of()));
        return new TaskLearner(task, clock, versioned, rounds, candidateOrigin);
    }

    private static Optional<StoppingRule> stopping(Task task, PolicySnapshot snapshot, boolean sameTask) {
        return StoppingRule.of(task)
                .map(rule ->
                        sameTask ? snapshot.getExploration().map(rule::from).orElse(rule) : rule);
    }

    private static Optional<DriftMonitor> drift(Task task, PolicySnapshot snapshot, boolean sameTask) {
        Optional<DriftMonitor> drift = DriftSettings.of(task)
                .map(settings -> snapshot.getDrift()
                        .map(state -> DriftMonitor.of(settings, state))
                        .orElseGet(() -> new DriftMonitor(settings)));
        if (!sameTask) {
            drift.ifPresent(DriftMonitor::restart);
        }
        return drift;
    }
}
