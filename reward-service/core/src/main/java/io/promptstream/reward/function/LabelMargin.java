package io.promptstream.reward.function;

import io.promptstream.event.Label;
import io.promptstream.event.LabelScore;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.Excerpt;
import io.promptstream.schemas.LabelText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * RLPrompt's reward of a classification (arXiv 2205.12548, section 3.1): with p the softmax over the labels' logits and
 * {@code margin = p(reference) - max of p over the other labels}, the reward is {@code correctScale * margin} where the
 * margin is positive and {@code incorrectScale * margin} otherwise.
 *
 * <p>A reference means the label that it is by {@link LabelText}.
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
        String reference = evidence.reference();
        if (reference == null) {
            return new Scoring.Unreferenced();
        }
        List<LabelScore> scores = output.getScores();
        double highest = Double.NEGATIVE_INFINITY;
        String label = labelOf(reference, scores);
        for (LabelScore score : scores) {
            if (!Double.isFinite(score.getLogit())) {
                return new Scoring.Unscorable("the logit of label \"" + score.getLabel() + "\" is " + score.getLogit()
                        + ", not a finite number");
            }
            highest = Math.max(highest, score.getLogit());
        }
        if (scores.size() < 2) {
            return new Scoring.Unscorable(
                    "the answer has " + scores.size() + " label scores; at least two are compared");
        }
        if (label == null) {
            return new Scoring.UnusableReference(
                    noLabel(reference, scores.stream().map(LabelScore::getLabel).toList()));
        }
        return scored(scores, label, highest);
    }

    @Override
    public Optional<String> objection(String reference, Task task) {
        List<String> labels = task.getLabels().stream().map(Label::getName).toList();
        return labels.stream().anyMatch(label -> LabelText.same(label, reference))
                ? Optional.empty()
                : Optional.of(noLabel(reference, labels));
    }

    @Override
    public ScoringNoteReason objectionReason() {
        return ScoringNoteReason.UNKNOWN_LABEL;
    }

    /** The label that is meant; the one that is written alike goes before one that only means the same. */
    private static @Nullable String labelOf(String reference, List<LabelScore> scores) {
        String same = null;
        for (LabelScore score : scores) {
            if (score.getLabel().equals(reference)) {
                return reference;
            }
            if (same == null && LabelText.same(score.getLabel(), reference)) {
                same = score.getLabel();
            }
        }
        return same;
    }

    private static String noLabel(String reference, List<String> labels) {
        return "the reference \"" + Excerpt.of(reference) + "\" is no label of the task; write one of "
                + Excerpt.of(String.join(", ", labels));
    }

    private Scoring scored(List<LabelScore> scores, String reference, double highest) {
        double sum = 0;
        double ofReference = 0;
        double ofOthers = 0;
        for (LabelScore score : scores) {
            double weight = Math.exp(score.getLogit() - highest);
            sum += weight;
            if (score.getLabel().equals(reference)) {
                ofReference = weight;
            } else {
                ofOthers = Math.max(ofOthers, weight);
            }
        }
        double margin = (ofReference - ofOthers) / sum;
        boolean correct = margin > 0;
        double scale = correct ? correctScale : incorrectScale;
        return new Scoring.Scored(
                scale * margin,
                Map.of("probability", ofReference / sum, "margin", margin, "scale", scale),
                correct,
                reference);
    }
}
