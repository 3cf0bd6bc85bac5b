package io.promptstream.reward.function;

import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import java.util.Map;
import java.util.Optional;

/**
 * RLPrompt's reward of a classification (arXiv 2205.12548, section 3.1): with p the softmax over the labels' logits and
 * {@code margin = p(reference) - max of p over the other labels}, the reward is {@code correctScale * margin} where the
 * margin is positive and {@code incorrectScale * margin} otherwise.
 *
 * @param correctScale factor of a positive margin, above 0
 * @param incorrectScale factor of any other margin, above 0
 */
record LabelMargin(double correctScale, double incorrectScale) implements RewardFunction {

    LabelMargin {
        if (!(correctScale > 0) || !(incorrectScale > 0)) {
            throw new IllegalArgumentException("reward.correctScale is " + correctScale
                    + " and reward.incorrectScale is " + incorrectScale + "; write numbers above 0");
        }
    }

    @Override
    public Scoring score(TaskOutput output, Evidence evidence) {
        return LabelWeights.score(output, evidence, this::scored);
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        return LabelWeights.objection(reference, task);
    }

    @Override
    public ScoringNoteReason objectionReason() {
        return ScoringNoteReason.UNKNOWN_LABEL;
    }

    private Scoring scored(LabelWeights weights) {
        double margin = weights.margin();
        boolean correct = margin > 0;
        double scale = correct ? correctScale : incorrectScale;
        return new Scoring.Scored(
                scale * margin,
                Map.of("probability", weights.probability(), "margin", margin, "scale", scale),
                correct,
                weights.label());
    }
}
