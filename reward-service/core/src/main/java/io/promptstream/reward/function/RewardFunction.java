package io.promptstream.reward.function;

import io.promptstream.event.RewardDefinition;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import java.util.Optional;

/** Turns an answer and what it is judged by into a raw reward. Pure: the same arguments give the same result. */
public sealed interface RewardFunction permits LabelMargin, LogProbability, TokenF1, Rating {
    /** Sums and squares of rewards stay finite. */
    double LARGEST_SCALE = 1e9;

    /**
     * Scores one output that did not fail.
     *
     * @param evidence what is known so far to judge the output by
     */
    Scoring score(TaskOutput output, Evidence evidence);

    /**
     * Why no answer of the task can be compared with the reference; empty where they can.
     *
     * @return one sentence for people
     */
    Optional<String> objection(String reference, Task task);

    /** How an {@link #objection} is noted. */
    default ScoringNoteReason objectionReason() {
        return ScoringNoteReason.UNSCORABLE;
    }

    /** The function that a task declares; empty for a definition that this version cannot apply. */
    static Optional<RewardFunction> of(RewardDefinition definition) {
        return switch (definition.getKind()) {
            case LABEL_MARGIN ->
                usable(definition.getCorrectScale()) && usable(definition.getIncorrectScale())
                        ? Optional.of(new LabelMargin(definition.getCorrectScale(), definition.getIncorrectScale()))
                        : Optional.empty();
            case LOG_PROBABILITY ->
                usable(definition.getScale()) && usable(-definition.getFloor())
                        ? Optional.of(new LogProbability(definition.getScale(), definition.getFloor()))
                        : Optional.empty();
            case TOKEN_F1 -> Optional.of(new TokenF1());
            case RATING -> Optional.of(new Rating());
            case UNKNOWN -> Optional.empty();
        };
    }

    private static boolean usable(double scale) {
        return scale > 0 && scale <= LARGEST_SCALE;
    }
}
