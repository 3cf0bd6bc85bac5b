package io.promptstream.policy.learning;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicySnapshot;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The rounds that a task's learner has seen: the last ones, those that no snapshot lists yet, and how many of all. */
final class KnownRounds {
    /** Rounds that a snapshot lists; a round that is delivered again within so many is recognised. */
    private static final int RECENT = 100;

    private final Deque<LearnedRound> recent = new ArrayDeque<>();
    private final List<LearnedRound> unlisted = new ArrayList<>();
    private long learned;
    private long leftOut;
    private long maxLag;

    static KnownRounds of(PolicySnapshot snapshot) {
        KnownRounds rounds = new KnownRounds();
        rounds.recent.addAll(snapshot.getRecent());
        rounds.learned = snapshot.getRoundsLearned();
        rounds.leftOut = snapshot.getRoundsLeftOut();
        rounds.maxLag = snapshot.getMaxLag();
        return rounds;
    }

    boolean contain(UUID roundId) {
        return recent.stream().anyMatch(known -> known.getRoundId().equals(roundId));
    }

    Optional<LearnedRound> last() {
        return Optional.ofNullable(recent.peekLast());
    }

    void addLearned(LearnedRound round, long lag) {
        learned++;
        maxLag = Math.max(maxLag, lag);
        add(round);
    }

    void addLeftOut(LearnedRound round) {
        leftOut++;
        add(round);
    }

    private void add(LearnedRound round) {
        unlisted.add(round);
        recent.addLast(round);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
    }

    void writeTo(PolicySnapshot.Builder snapshot) {
        snapshot.setLearned(List.copyOf(unlisted))
                .setRecent(List.copyOf(recent))
                .setRoundsLearned(learned)
                .setRoundsLeftOut(leftOut)
                .setMaxLag(maxLag);
    }

    /** The next snapshot lists only what comes from now on. */
    void listed() {
        unlisted.clear();
    }

    /** These came before and are in no snapshot either. */
    void precededBy(List<LearnedRound> earlier) {
        unlisted.addAll(0, earlier);
    }
}
