package io.promptstream.policy.learning;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Learns the rounds of one task in order. What it knows is its last snapshot and the rounds since, and nothing else: from
 * equal snapshots and equal rounds come equal snapshots, but for the time they were made.
 */
public final class TaskLearner {
    /** Rounds that a snapshot lists; a round that is delivered again within so many is recognised. */
    private static final int RECENT = 100;

    /** Rounds that it lists at most, where more of them are young enough to be learned again. */
    private static final int MOST_RECENT = 1_000;

    private final Task task;
    private final Clock clock;
    private final Policy policy;
    private final Prompt initialPrompt;
    private final Deque<LearnedRound> recent = new ArrayDeque<>();
    private final List<LearnedRound> learned = new ArrayList<>();
    /** Nothing for a task without contenders. */
    private final Optional<Leaderboard> leaderboard;

    private long version;
    private long roundsLearned;
    private long roundsLeftOut;
    private long maxLag;

    private TaskLearner(
            Task task,
            Clock clock,
            Policy policy,
            long version,
            Prompt initialPrompt,
            Optional<Leaderboard> leaderboard) {
        this.task = task;
        this.clock = clock;
        this.policy = policy;
        this.version = version;
        this.initialPrompt = initialPrompt;
        this.leaderboard = leaderboard;
    }

    /**
     * Begins with a policy that nothing has been learned by.
     *
     * @param before snapshot that the policy does not go on from; its version is the one before the first
     */
    public static TaskLearner begin(Task task, Policy initial, Optional<PolicySnapshot> before, Clock clock) {
        long version = before.map(snapshot -> snapshot.getVersion() + 1).orElse(0L);
        Prompt greedy = event(initial.greedy());
        return new TaskLearner(task, clock, initial, version, greedy, Leaderboard.begin(task, greedy, before, version));
    }

    /**
     * Goes on from a snapshot; {@code policy} is restored from its state. What was measured under another revision of the
     * task is forgotten, what was learned is kept.
     */
    public static TaskLearner resume(Task task, PolicySnapshot snapshot, Policy policy, Clock clock) {
        if (snapshot.getTaskRevision() != task.getRevision()) {
            policy.forgetRewards();
        }
        TaskLearner learner = new TaskLearner(
                task,
                clock,
                policy,
                snapshot.getVersion(),
                snapshot.getInitialPrompt(),
                Leaderboard.of(task, snapshot));
        learner.recent.addAll(snapshot.getRecent());
        learner.roundsLearned = snapshot.getRoundsLearned();
        learner.roundsLeftOut = snapshot.getRoundsLeftOut();
        learner.maxLag = snapshot.getMaxLag();
        return learner;
    }

    /**
     * Learns a round, unless it was here before, is older than the task's largest lag, comes from a version that is not
     * there yet, or holds too little.
     */
    public LearningOutcome learn(RoundResult round) {
        if (recent.stream().anyMatch(known -> known.getRoundId().equals(round.getRoundId()))) {
            return new LearningOutcome.Duplicate();
        }
        long lag = version - round.getPolicyVersion();
        if (lag < 0) {
            return leaveOut(round, LearningOutcome.Reason.TOO_NEW);
        }
        if (lag > task.getPolicy().getMaxLag()) {
            return leaveOut(round, LearningOutcome.Reason.TOO_OLD);
        }
        List<ScoredPrompt> prompts = scored(round);
        Optional<LearningStep> step = policy.learn(prompts);
        if (step.isEmpty()) {
            return leaveOut(round, LearningOutcome.Reason.EMPTY);
        }
        version++;
        roundsLearned++;
        maxLag = Math.max(maxLag, lag);
        if (round.getTaskRevision() == task.getRevision()) {
            leaderboard.ifPresent(board -> board.compare(round.getPrompts(), version));
        }
        OptionalDouble loss = step.get().loss();
        note(
                round,
                version,
                Digests.of(version, policy.state(), leaderboard),
                loss.isPresent() ? loss.getAsDouble() : null);
        return new LearningOutcome.Learned(version, lag);
    }

    /** The policy with everything that was learned; the next snapshot lists only what comes after this call. */
    public PolicySnapshot snapshot() {
        PolicyState state = policy.state();
        PolicySnapshot snapshot = PolicySnapshot.newBuilder()
                .setTaskId(task.getTaskId())
                .setTaskRevision(task.getRevision())
                .setTaskCreatedAt(task.getCreatedAt())
                .setVersion(version)
                .setDigest(Digests.of(version, state, leaderboard))
                .setLearned(List.copyOf(learned))
                .setRecent(List.copyOf(recent))
                .setRoundsLearned(roundsLearned)
                .setRoundsLeftOut(roundsLeftOut)
                .setMaxLag(maxLag)
                .setGreedyPrompt(event(policy.greedy()))
                .setInitialPrompt(initialPrompt)
                .setChampion(leaderboard.map(Leaderboard::champion).orElse(null))
                .setChampionSince(leaderboard.map(Leaderboard::championSince).orElse(null))
                .setContenders(leaderboard.map(Leaderboard::contenders).orElse(List.of()))
                .setState(ByteBuffer.wrap(state.bytes()))
                .setStateFormat(state.format())
                .setCreatedAt(clock.instant())
                .build();
        learned.clear();
        return snapshot;
    }

    public Task task() {
        return task;
    }

    /** Whether the snapshot is of this task, and not of one that had its id before it was deleted. */
    public static boolean continues(Task task, PolicySnapshot snapshot) {
        return snapshot.getTaskCreatedAt().map(task.getCreatedAt()::equals).orElse(true);
    }

    /** Takes over rounds that another learner of the task learned and that no snapshot lists yet. */
    public void carry(List<LearnedRound> unpublished) {
        learned.addAll(0, unpublished);
    }

    /** Whether rounds came since the last snapshot. */
    public boolean hasNews() {
        return !learned.isEmpty();
    }

    private LearningOutcome leaveOut(RoundResult round, LearningOutcome.Reason reason) {
        roundsLeftOut++;
        note(round, null, null, null);
        return new LearningOutcome.LeftOut(reason);
    }

    private void note(RoundResult round, @Nullable Long version, @Nullable String digest, @Nullable Double loss) {
        LearnedRound entry = LearnedRound.newBuilder()
                .setRoundId(round.getRoundId())
                .setPolicyVersion(round.getPolicyVersion())
                .setVersion(version)
                .setDigest(digest)
                .setMeanReward(RoundSummary.meanReward(round))
                .setAccuracy(RoundSummary.accuracy(round))
                .setLoss(loss)
                .setClosedAt(round.getClosedAt())
                .build();
        learned.add(entry);
        recent.addLast(entry);
        forgetEarlier();
    }

    /**
     * The oldest rounds first, but none that its lag would not keep from being learned a second time: while rounds are left
     * out, or where the largest lag is large, the lag of a round learned long ago is small.
     */
    private void forgetEarlier() {
        if (recent.size() > RECENT) {
            recent.stream()
                    .filter(known -> recent.size() > MOST_RECENT || !couldBeLearnedAgain(known))
                    .findFirst()
                    .ifPresent(recent::remove);
        }
    }

    private boolean couldBeLearnedAgain(LearnedRound known) {
        return known.getVersion().isPresent()
                && version - known.getPolicyVersion() <= task.getPolicy().getMaxLag();
    }

    private static List<ScoredPrompt> scored(RoundResult round) {
        List<ScoredPrompt> scored = new ArrayList<>();
        for (PromptResult result : round.getPrompts()) {
            OptionalDouble mean = result.getRewards().stream()
                    .mapToDouble(QueryReward::getValue)
                    .filter(Double::isFinite)
                    .average();
            // A sum of finite rewards can still be too large.
            if (mean.isPresent() && Double.isFinite(mean.getAsDouble())) {
                WrittenPrompt prompt = new WrittenPrompt(
                        result.getPrompt().getText(), result.getPrompt().getTokens());
                scored.add(new ScoredPrompt(prompt, mean.getAsDouble()));
            }
        }
        return scored;
    }

    private static Prompt event(WrittenPrompt prompt) {
        return new Prompt(prompt.text(), prompt.tokens());
    }
}
