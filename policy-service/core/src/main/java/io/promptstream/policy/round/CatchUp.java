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
 * Brings a task's policy from its last snapshot to what was committed last, for the learner that goes on from there: first
 * takes the steps of the history since, then the round results, both in their order. Belongs to one thread.
 */
public final class CatchUp {
    private final PolicySnapshot saved;
    private final PolicySteps steps;
    private final Deque<LearnedRound> named = new ArrayDeque<>();
    private @Nullable Relearning policy;
    private Optional<String> divergence = Optional.empty();

    public CatchUp(PolicySnapshot saved, PolicySteps steps) {
        this.saved = saved;
        this.steps = steps;
    }

    /**
     * What came of it.
     *
     * @param snapshot the policy as it was committed last
     * @param unsaved rounds that were learned after the last snapshot
     * @param divergence why it cannot be made, if it cannot; {@code snapshot} is the last one then
     */
    public record Result(PolicySnapshot snapshot, List<LearnedRound> unsaved, Optional<String> divergence) {
        public Result {
            unsaved = List.copyOf(unsaved);
        }

        /** Of a snapshot that nothing was learned after. */
        static Result of(PolicySnapshot snapshot) {
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
        }
    }

    private boolean isSaved(LearnedRound round) {
        return saved.getRecent().stream().anyMatch(known -> known.getRoundId().equals(round.getRoundId()));
    }

    /** Whether rounds are named that have not come. */
    public boolean isBehind() {
        return divergence.isEmpty() && !named.isEmpty();
    }

    /** Offset from which on the rounds stand that are missing. */
    public long nextRound() {
        return saved.getNextRound().orElse(0L);
    }

    /** A round result of the task; one that the history does not name next was not learned, and is not here. */
    public void round(RoundResult round) {
        if (!isBehind() || !named.element().getRoundId().equals(round.getRoundId())) {
            return;
        }
        try {
            Relearning present = policy == null ? Relearning.from(saved, steps) : policy;
            policy = present;
            present.learn(named.remove(), round);
        } catch (DivergedException e) {
            divergence = Optional.of(String.valueOf(e.getMessage()));
        }
    }

    public Result result() {
        if (isBehind()) {
            divergence =
                    Optional.of("round %s, which was learned after version %d, is not among the round results any more"
                            .formatted(named.element().getRoundId(), saved.getVersion()));
        }
        if (policy == null || divergence.isPresent()) {
            return new Result(saved, List.of(), divergence);
        }
        PolicySnapshot present = policy.snapshot();
        return new Result(present, present.getLearned(), Optional.empty());
    }
}
