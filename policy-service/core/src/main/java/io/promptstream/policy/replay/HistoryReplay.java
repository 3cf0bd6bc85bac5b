package io.promptstream.policy.replay;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.ReplayDifference;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.LearningOutcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;

/**
 * Does what the live policy did, step by step as the history tells: under the same task, with the same rounds in the same
 * order. The history names rounds in the order in which they stand in their partition, so both are read once; rounds in
 * between that it does not name were no part of the policy: those of other tasks, repeated ones, and dead letters.
 */
final class HistoryReplay implements ReplayPhase {
    private final EventLog<PolicyEvent> history;
    private final EventLog<RoundResult> rounds;
    private final ReplayedPolicy policy;
    private final Goal goal;
    private final ReplayCounts counts;
    private final String taskId;
    private final Deque<LearnedRound> pending = new ArrayDeque<>();
    private Optional<Recorded<PolicyEvent>> current = Optional.empty();
    /** The last round that a resumed policy has dealt with, until the step that names it was met. */
    private Optional<UUID> resumedAfter;

    private long lastRound;
    private boolean done;

    /**
     * Where to stop and what to compare.
     *
     * @param range rounds behind it are not learned
     * @param endVersion version at which to stop
     * @param compareFrom versions from this one on are compared with those of the live policy
     */
    record Goal(RoundRange range, long endVersion, long compareFrom) {}

    HistoryReplay(
            String taskId,
            EventLog<PolicyEvent> history,
            EventLog<RoundResult> rounds,
            ReplayedPolicy policy,
            Goal goal,
            ReplayCounts counts) {
        this.taskId = taskId;
        this.history = history;
        this.rounds = rounds;
        this.policy = policy;
        this.goal = goal;
        this.counts = counts;
        this.resumedAfter = policy.lastRound();
        this.lastRound = rounds.position();
    }

    /** Offset from which on the history has to be read by whoever continues from the policy as it is now. */
    long nextHistoryOffset() {
        return pending.isEmpty() ? history.position() : current.orElseThrow().offset();
    }

    @Override
    public Step step() throws ReplayFailure {
        if (done || (policy.hasBegun() && policy.version() >= goal.endVersion())) {
            return Step.DONE;
        }
        if (!pending.isEmpty()) {
            return readRound();
        }
        Optional<Recorded<PolicyEvent>> next = history.next();
        if (next.isEmpty()) {
            return history.ended() ? ended() : Step.WAITING;
        }
        if (taskId.equals(next.get().key())) {
            current = next;
            follow(next.get()
                    .event()
                    .orElseThrow(() -> new ReplayFailure("the step at offset %d of the history cannot be read"
                            .formatted(current.orElseThrow().offset()))));
        }
        return Step.READ;
    }

    private Step ended() throws ReplayFailure {
        if (goal.endVersion() != Long.MAX_VALUE) {
            throw new ReplayFailure("the live policy has come to version %d only; write an end of at most that"
                    .formatted(policy.version()));
        }
        return Step.DONE;
    }

    private void follow(PolicyEvent event) throws ReplayFailure {
        switch (event.getKind()) {
            case BEGAN -> policy.begin(task(event), event.getVersion());
            case CONTINUED -> policy.goOn(task(event));
            case PROMOTED ->
                policy.restore(
                        task(event),
                        event.getSnapshot()
                                .orElseThrow(() -> new ReplayFailure(
                                        "the promotion to version %d is recorded without the policy that it brought"
                                                .formatted(event.getVersion()))));
            case LEARNED -> {
                pending.addAll(event.getLearned());
                passOverResumed();
            }
            case UNKNOWN ->
                throw new ReplayFailure(
                        "the history holds a step to version %d of a kind that this version of the service does not know; replay it with a newer one"
                                .formatted(event.getVersion()));
        }
        if (event.getKind() != PolicyEventKind.LEARNED) {
            compare(event.getVersion(), event.getDigest());
        }
    }

    private static Task task(PolicyEvent event) throws ReplayFailure {
        return event.getTask()
                .orElseThrow(() -> new ReplayFailure(
                        "the history's step to version %d is recorded without its task".formatted(event.getVersion())));
    }

    private void passOverResumed() {
        if (resumedAfter.isPresent()
                && pending.stream().anyMatch(round -> round.getRoundId().equals(resumedAfter.get()))) {
            while (!pending.removeFirst().getRoundId().equals(resumedAfter.get())) {
                // Those before it are learned too.
            }
        }
        resumedAfter = Optional.empty();
    }

    private Step readRound() throws ReplayFailure {
        Optional<Recorded<RoundResult>> next = rounds.next();
        if (next.isEmpty()) {
            return rounds.ended() ? missing() : Step.WAITING;
        }
        counts.record();
        LearnedRound wanted = pending.getFirst();
        Optional<RoundResult> round = next.get()
                .event()
                .filter(event -> taskId.equals(next.get().key()))
                .filter(event -> event.getRoundId().equals(wanted.getRoundId()));
        if (round.isPresent() && goal.range().isAfter(round.get())) {
            done = true;
            return Step.DONE;
        }
        if (round.isPresent()) {
            lastRound = next.get().offset();
            learn(round.get(), wanted);
        }
        return Step.READ;
    }

    private Step missing() throws ReplayFailure {
        if (goal.range().toOffset().isPresent()) {
            done = true;
            return Step.DONE;
        }
        LearnedRound wanted = pending.getFirst();
        throw new ReplayFailure(
                "the round results do not hold round %s any more, which the live policy met at version %d: the topic keeps them from then on; give a policy or a range to learn those that are there"
                        .formatted(wanted.getRoundId(), policy.version()));
    }

    private void learn(RoundResult round, LearnedRound wanted) throws ReplayFailure {
        LearningOutcome outcome;
        try {
            outcome = policy.learn(round);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ReplayFailure("round %s, which the live policy learned, cannot be learned here: %s"
                    .formatted(round.getRoundId(), e.getMessage()));
        }
        counts.round(outcome);
        Optional<Long> version =
                outcome instanceof LearningOutcome.Learned learned ? Optional.of(learned.version()) : Optional.empty();
        if (!version.equals(wanted.getVersion()) || outcome instanceof LearningOutcome.Duplicate) {
            throw differs(
                    wanted.getVersion().orElse(policy.version()),
                    wanted.getDigest().orElse("left out"),
                    version.isPresent() ? policy.digest() : "left out");
        }
        if (wanted.getDigest().isPresent()) {
            compare(policy.version(), wanted.getDigest().get());
        }
        pending.removeFirst();
        PolicyEvent event = current.orElseThrow().event().orElseThrow();
        if (pending.isEmpty() && policy.version() < goal.endVersion()) {
            compare(event.getVersion(), event.getDigest());
        }
    }

    private void compare(long version, String recorded) throws ReplayFailure {
        if (policy.version() < goal.compareFrom()) {
            return;
        }
        if (version != policy.version() || !recorded.equals(policy.digest())) {
            throw differs(version, recorded, policy.digest());
        }
        counts.compared(version);
    }

    private ReplayFailure differs(long version, String recorded, String replayed) {
        return new ReplayFailure(
                "version %d is the first that differs: the live policy's digest is %s, the replayed one's %s; the last round before it stands at offset %d"
                        .formatted(version, recorded, replayed, lastRound),
                new ReplayDifference(version, lastRound, recorded, replayed));
    }

    @Override
    public void close() {
        try (history) {
            rounds.close();
        }
    }
}
