package io.promptstream.policy.replay;

import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.LearningOutcome;
import java.util.Optional;
import java.util.UUID;

/**
 * Learns every round of a range in the order of the log, whichever policy sampled it: path consistency holds for prompts
 * that another policy wrote, so their age does not count.
 */
final class Retraining implements ReplayPhase {
    private final EventLog<RoundResult> rounds;
    private final ReplayedPolicy policy;
    private final RoundRange range;
    private final Optional<UUID> endRound;
    private final ReplayCounts counts;
    private boolean done;

    /**
     * @param policy made for the task, or restored
     * @param endRound the last round to learn; nothing: that of the range
     */
    Retraining(
            EventLog<RoundResult> rounds,
            ReplayedPolicy policy,
            RoundRange range,
            Optional<UUID> endRound,
            ReplayCounts counts) {
        this.rounds = rounds;
        this.policy = policy;
        this.range = range;
        this.endRound = endRound;
        this.counts = counts;
        // Whoever continues after the last round must not look for it any more.
        this.done = isEnd(policy.lastRound());
    }

    private boolean isEnd(Optional<UUID> round) {
        return endRound.isPresent() && endRound.equals(round);
    }

    @Override
    public Step step() {
        if (done) {
            return Step.DONE;
        }
        Optional<Recorded<RoundResult>> next = rounds.next();
        if (next.isEmpty()) {
            return rounds.ended() ? Step.DONE : Step.WAITING;
        }
        counts.record();
        if (policy.task().getTaskId().equals(next.get().key())) {
            next.get().event().ifPresentOrElse(this::learn, () -> counts.leftOut(ReplayCounts.UNUSABLE));
        }
        return Step.READ;
    }

    private void learn(RoundResult round) {
        Task task = policy.task();
        if (!round.getTaskId().equals(task.getTaskId()) || !range.includes(round)) {
            return;
        }
        if (isOfEarlierTask(round, task)) {
            counts.leftOut(ReplayCounts.EARLIER_TASK);
            return;
        }
        try {
            note(policy.relearn(round), round);
        } catch (IllegalArgumentException | ArithmeticException e) {
            // The live learner keeps such a round as a dead letter.
            counts.leftOut(ReplayCounts.UNUSABLE);
        }
        done = isEnd(Optional.of(round.getRoundId()));
    }

    /** A task of an earlier release does not know its first revision; then the clocks have to do. */
    private static boolean isOfEarlierTask(RoundResult round, Task task) {
        return task.getFirstRevision() > 0
                ? round.getTaskRevision() < task.getFirstRevision()
                : round.getClosedAt().isBefore(task.getCreatedAt());
    }

    private void note(LearningOutcome outcome, RoundResult round) {
        if (outcome.equals(new LearningOutcome.LeftOut(LearningOutcome.Reason.EMPTY)) && hasRewards(round)) {
            counts.leftOut(ReplayCounts.FOREIGN);
        } else {
            counts.round(outcome);
        }
    }

    private static boolean hasRewards(RoundResult round) {
        return round.getPrompts().stream()
                .anyMatch(
                        prompt -> prompt.getRewards().stream().anyMatch(reward -> Double.isFinite(reward.getValue())));
    }

    @Override
    public void close() {
        rounds.close();
    }
}
