package io.promptstream.policy.round;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings a task's policy from its last snapshot to what was committed last, for the learner that continues from there: first
 * takes the steps of the history since, then the round results, both in their order. Belongs to one thread.
 */
public final class CatchUp {
    private final PolicySnapshot saved;
    private final PolicySteps steps;
    private final Deque<LearnedRound> named = new ArrayDeque<>();
    private @Nullable Relearning policy;
    private Optional<String> divergence = Optional.empty();
    private long committedVersion;

    public CatchUp(PolicySnapshot saved, PolicySteps steps) {
        this.saved = saved;
        this.steps = steps;
        this.committedVersion = saved.getVersion();
    }

    /**
     * What came of it.
     *
     * @param snapshot the policy as it was committed last, or as near to it as can be
     * @param unsaved rounds that were learned after the last snapshot
     * @param divergence where it is another policy than the one that was committed, if it is: the history names rounds that
     *     are gone, or another processor computes other digits
     */
    public record Result(PolicySnapshot snapshot, List<LearnedRound> unsaved, Optional<String> divergence) {
        public Result {
            unsaved = List.copyOf(unsaved);
        }

        /** Of a snapshot that nothing was learned after. */
        public static Result of(PolicySnapshot snapshot) {
            return new Result(snapshot, List.of(), Optional.empty());
        }
    }

    public PolicySnapshot saved() {
        return saved;
    }

    /** A step that learned. */
    public void step(PolicyEvent event) {
        if (event.getTaskRevision() == saved.getTaskRevision()
                && saved.getNextStep().isPresent()) {
            event.getLearned().stream().filter(round -> !isSaved(round)).forEach(named::add);
            committedVersion = Math.max(committedVersion, event.getVersion());
        }
    }

    private boolean isSaved(LearnedRound round) {
        return saved.getRecent().stream().anyMatch(known -> known.getRoundId().equals(round.getRoundId()));
    }

    /** Whether rounds are named that have not come. */
    public boolean isBehind() {
        return !named.isEmpty();
    }

    /** Offset from which on the rounds stand that are missing. */
    public long nextRound() {
        return saved.getNextRound().orElse(0L);
    }

    /** A round result of the task; one that the history does not name was not learned, and is not here. */
    public void round(RoundResult round) {
        Optional<LearnedRound> name = named.stream()
                .filter(candidate -> candidate.getRoundId().equals(round.getRoundId()))
                .findFirst();
        if (name.isEmpty()) {
            return;
        }
        // Learned in their order: what is named before it does not come any more.
        while (!named.element().equals(name.get())) {
            missing(named.remove());
        }
        named.remove();
        try {
            Relearning present = policy == null ? Relearning.from(saved, steps) : policy;
            policy = present;
            present.learn(name.get(), round).ifPresent(this::diverged);
        } catch (DivergedException e) {
            diverged(String.valueOf(e.getMessage()));
            policy = null;
            named.clear();
        }
    }

    private void missing(LearnedRound round) {
        diverged("round %s, which was learned after version %d, is not among the round results any more"
                .formatted(round.getRoundId(), saved.getVersion()));
    }

    private void diverged(String where) {
        divergence = divergence.or(() -> Optional.of(where));
    }

    /** The policy as far as it has come; versions that were committed are not given again. */
    public Result result() {
        named.forEach(this::missing);
        PolicySnapshot present = policy == null ? saved : policy.snapshot();
        List<LearnedRound> unsaved = policy == null ? List.of() : present.getLearned();
        if (present.getVersion() == committedVersion) {
            return new Result(present, unsaved, divergence);
        }
        return new Result(
                PolicySnapshot.newBuilder(present).setVersion(committedVersion).build(), unsaved, divergence);
    }
}
