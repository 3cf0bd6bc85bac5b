package io.promptstream.reward.function;

import io.promptstream.event.Label;
import io.promptstream.event.LabelScore;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.Excerpt;
import io.promptstream.schemas.LabelText;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The softmax over an answer's labels, as seen from the reference: {@code exp(logit - highest logit)} of each. A reference
 * means the label that it is by {@link LabelText}.
 *
 * @param label the label that the reference means, as the task writes it
 * @param reference weight of that label
 * @param others largest weight of the other labels
 * @param sum of all weights
 * @param logProbability of that label
 */
record LabelWeights(String label, double reference, double others, double sum, double logProbability) {

    double probability() {
        return reference / sum;
    }

    double margin() {
        return (reference - others) / sum;
    }

    /** Scores an answer whose labels can be compared with the reference. */
    static Scoring score(TaskOutput output, Evidence evidence, Function<LabelWeights, Scoring> function) {
        String reference = evidence.reference();
        if (reference == null) {
            return new Scoring.Unreferenced();
        }
        List<LabelScore> scores = output.getScores();
        double highest = Double.NEGATIVE_INFINITY;
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
        String label = labelOf(reference, scores);
        if (label == null) {
            return new Scoring.UnusableReference(
                    noLabel(reference, scores.stream().map(LabelScore::getLabel).toList()));
        }
        return function.apply(of(scores, label, highest));
    }

    /** Why the reference is no label of the task; empty if it is one. */
    static Optional<String> objection(String reference, Task task) {
        List<String> labels = task.getLabels().stream().map(Label::getName).toList();
        return labels.stream().anyMatch(label -> LabelText.same(label, reference))
                ? Optional.empty()
                : Optional.of(noLabel(reference, labels));
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

    private static LabelWeights of(List<LabelScore> scores, String label, double highest) {
        double sum = 0;
        double reference = 0;
        double others = 0;
        double logit = 0;
        for (LabelScore score : scores) {
            double weight = Math.exp(score.getLogit() - highest);
            sum += weight;
            if (score.getLabel().equals(label)) {
                reference = weight;
                logit = score.getLogit();
            } else {
                others = Math.max(others, weight);
            }
        }
        return new LabelWeights(label, reference, others, sum, logit - highest - Math.log(sum));
    }
}
