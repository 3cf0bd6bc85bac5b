package io.promptstream.policy.learning;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Learns the rounds of one task in order. What it knows is its last snapshot and the rounds since, and nothing else: from
 * equal snapshots and equal rounds come equal snapshots, but for the time they were made.
 */
public final class TaskLearner {
    private final Task task;
    private final Clock clock;
    private final VersionedPolicy policy;
    private final KnownRounds rounds;
    private final CandidateOrigin candidateOrigin;
    private final PendingSteps pending = new PendingSteps();

    TaskLearner(Task task, Clock clock, VersionedPolicy policy, KnownRounds rounds, CandidateOrigin candidateOrigin) {
        this.task = task;
        this.clock = clock;
        this.policy = policy;
        this.rounds = rounds;
        this.candidateOrigin = candidateOrigin;
    }

    /**
     * Learns a round, unless it was here before, is of a task that had this one's id before, is older than the task's
     * largest lag, comes from a version that is not there yet or from a policy that was replaced since, or holds too little.
     */
    public LearningOutcome learn(RoundResult round) {
        if (rounds.contain(round.getRoundId())) {
            return new LearningOutcome.Duplicate();
        }
        if (round.getTaskRevision() < task.getFirstRevision()) {
            return leaveOut(round, LearningOutcome.Reason.EARLIER_TASK);
        }
        if (round.getPolicyVersion() > version()) {
            return leaveOut(round, LearningOutcome.Reason.TOO_NEW);
        }
        if (round.getPolicyVersion() < candidateOrigin.firstVersion()) {
            return leaveOut(round, LearningOutcome.Reason.SUPERSEDED);
        }
        // Below zero where the round's version is so far below it that the difference overflows.
        long lag = version() - round.getPolicyVersion();
        if (lag < 0 || lag > task.getPolicy().getMaxLag()) {
            return leaveOut(round, LearningOutcome.Reason.TOO_OLD);
        }
        return take(round, lag, round.getTaskRevision() == task.getRevision());
    }

    /**
     * Learns a recorded round, unless it was here before or holds too little. Which policy sampled it, how long ago, and
     * under which revision of the task, does not count: whoever chose the rounds takes them to be alike.
     */
    public LearningOutcome relearn(RoundResult round) {
        return rounds.contain(round.getRoundId())
                ? new LearningOutcome.Duplicate()
                : take(round, /* lag= */ 0, /* comparable= */ true);
    }

    private LearningOutcome take(RoundResult round, long lag, boolean comparable) {
        Optional<LearningStep> step = policy.learn(round, comparable);
        if (step.isEmpty()) {
            return leaveOut(round, LearningOutcome.Reason.EMPTY);
        }
        LearnedRound entry = RoundSummary.learned(round, version(), digest(), step.get(), policy.stoppedSince());
        rounds.addLearned(entry, lag, oldestLearned());
        pending.learned(entry);
        return new LearningOutcome.Learned(version(), lag, step.get().drift());
    }

    private LearningOutcome leaveOut(RoundResult round, LearningOutcome.Reason reason) {
        LearnedRound entry = RoundSummary.leftOut(round);
        rounds.addLeftOut(entry, oldestLearned());
        pending.learned(entry);
        return new LearningOutcome.LeftOut(reason);
    }

    /** The earliest version whose rounds are still learned. */
    private long oldestLearned() {
        return version() - task.getPolicy().getMaxLag();
    }

    /** The policy with everything that was learned; the next snapshot lists only what comes after this call. */
    public PolicySnapshot snapshot() {
        PolicySnapshot snapshot = current();
        rounds.listed();
        pending.clear();
        return snapshot;
    }

    /**
     * As {@link #snapshot}, with the steps that led to it.
     *
     * @param codeVersion of the service that took them
     */
    public PolicyUpdate updates(String codeVersion) {
        PolicySnapshot snapshot =
                PolicySnapshot.newBuilder(current()).setTask(task).build();
        PolicyUpdate updates = new PolicyUpdate(task.getTaskId(), Optional.of(snapshot), takeSteps(codeVersion));
        rounds.listed();
        return updates;
    }

    /**
     * The steps alone. Whoever has an earlier snapshot comes to the present policy by learning the rounds that they name; the
     * next snapshot lists these rounds too.
     */
    public PolicyUpdate steps(String codeVersion) {
        return new PolicyUpdate(task.getTaskId(), Optional.empty(), takeSteps(codeVersion));
    }

    private List<PolicyEvent> takeSteps(String codeVersion) {
        return pending.take(task, version(), digest(), clock.instant(), codeVersion);
    }

    /** The policy as it is now; nothing counts as published. */
    public PolicySnapshot present() {
        return current();
    }

    private PolicySnapshot current() {
        PolicySnapshot.Builder snapshot = PolicySnapshot.newBuilder()
                .setTaskId(task.getTaskId())
                .setTaskRevision(task.getRevision())
                .setTaskCreatedAt(task.getCreatedAt())
                .setCreatedAt(clock.instant());
        policy.writeTo(snapshot);
        rounds.writeTo(snapshot);
        candidateOrigin.writeTo(snapshot);
        return snapshot.build();
    }

    public Task task() {
        return task;
    }

    /** Version of the policy as it is now. */
    public long version() {
        return policy.version();
    }

    /** Digest of the policy as it is now, as its snapshot would have it. */
    public String digest() {
        return policy.digest();
    }

    /** The newest round that was learned or skipped, as far as it is known. */
    public Optional<LearnedRound> lastRound() {
        return rounds.last();
    }

    /** Whether the snapshot is of this task, and not of one that had its id before it was deleted. */
    public static boolean continues(Task task, PolicySnapshot snapshot) {
        return snapshot.getTaskCreatedAt().map(task.getCreatedAt()::equals).orElse(true);
    }

    /** The last promotion that this policy has followed, if any. */
    public Optional<UUID> promotionId() {
        return candidateOrigin.promotionId();
    }

    /**
     * Takes the place of the task's learner before: what that one did not publish any more, this one does. That the task
     * is another now is a step, even if its revision is the same.
     */
    public void follow(PolicyUpdate unpublished) {
        if (!hasUpdates()) {
            noted(PolicyEventKind.CONTINUED);
        }
        carry(unpublished);
    }

    /** Notes a step: the weights are others than those that the history names, and learning continues from them. */
    public void noteContinued() {
        noted(PolicyEventKind.CONTINUED);
    }

    /** Takes back what was not published after all. */
    public void carry(PolicyUpdate unpublished) {
        owe(unpublished.snapshot().getLearned());
        pending.precededBy(unpublished.steps());
    }

    /** Has the next snapshot list rounds that were learned before, and that no snapshot lists. */
    public void owe(List<LearnedRound> earlier) {
        rounds.precededBy(earlier);
    }

    /** Whether a round was learned or left out that no snapshot lists. */
    public boolean hasUnsavedRounds() {
        return rounds.hasUnlisted();
    }

    /** Whether there is a step to tell that no round has made: only a snapshot says what came of it. */
    public boolean hasBeenRemade() {
        return pending.hasMade();
    }

    /** Whether the round is among the last that were learned or left out. */
    public boolean knows(UUID roundId) {
        return rounds.contain(roundId);
    }

    /** Whether anything happened since the last snapshot. */
    public boolean hasUpdates() {
        return !pending.isEmpty();
    }

    TaskLearner noted(PolicyEventKind kind) {
        pending.made(kind, task, current(), clock.instant());
        return this;
    }
}
