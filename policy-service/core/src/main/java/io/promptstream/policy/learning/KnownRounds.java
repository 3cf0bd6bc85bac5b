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

    /** Rounds that it lists at most, where more of them are young enough to be learned again. */
    private static final int MOST_RECENT = 1_000;

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

    /** For a policy that begins after one of the same task: it knows that one's last rounds, and counts from nothing. */
    static KnownRounds ofPredecessor(PolicySnapshot snapshot) {
        KnownRounds rounds = new KnownRounds();
        rounds.recent.addAll(snapshot.getRecent());
        return rounds;
    }

    boolean contain(UUID roundId) {
        return recent.stream().anyMatch(known -> known.getRoundId().equals(roundId));
    }

    Optional<LearnedRound> last() {
        return Optional.ofNullable(recent.peekLast());
    }

    /** @param oldest the earliest version of which another round would be learned now */
    void addLearned(LearnedRound round, long lag, long oldest) {
        learned++;
        maxLag = Math.max(maxLag, lag);
        add(round, oldest);
    }

    /** @param oldest the earliest version of which another round would be learned now */
    void addLeftOut(LearnedRound round, long oldest) {
        leftOut++;
        add(round, oldest);
    }

    /**
     * Forgets the oldest rounds first, but none that its lag would not keep from being learned a second time: while rounds
     * are left out, or where the largest lag is large, the lag of a round learned long ago is small.
     */
    private void add(LearnedRound round, long oldest) {
        unlisted.add(round);
        recent.addLast(round);
        if (recent.size() > RECENT) {
            recent.stream()
                    .filter(known -> recent.size() > MOST_RECENT
                            || known.getVersion().isEmpty()
                            || known.getPolicyVersion() < oldest)
                    .findFirst()
                    .ifPresent(recent::remove);
        }
    }

    void writeTo(PolicySnapshot.Builder snapshot) {
        snapshot.setLearned(List.copyOf(unlisted))
                .setRecent(List.copyOf(recent))
                .setRoundsLearned(learned)
                .setRoundsLeftOut(leftOut)
                .setMaxLag(maxLag);
    }

    /** Whether a snapshot would list rounds. */
    boolean hasUnlisted() {
        return !unlisted.isEmpty();
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
