package io.promptstream.reward.function;

import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import java.util.Map;
import java.util.Optional;

/**
 * The logarithmic score of a classification: {@code scale * max(log p(reference), floor)}, with p the softmax over the
 * labels' logits. Unlike a margin it is a proper scoring rule, so it pays most in expectation where probabilities are
 * honest; the floor bounds what one input can cost.
 *
 * @param scale factor, above 0
 * @param floor least logarithm that counts, in nats, below 0
 */
record LogProbability(double scale, double floor) implements RewardFunction {

    LogProbability {
        if (!(scale > 0) || !(floor < 0)) {
            throw new IllegalArgumentException("reward.scale is " + scale + " and reward.floor is " + floor
                    + "; write a number above 0 and one below 0");
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
        return new Scoring.Scored(
                scale * Math.max(weights.logProbability(), floor),
                Map.of("probability", weights.probability(), "scale", scale),
                weights.margin() > 0,
                weights.label());
    }
}
