package io.promptstream.local.evaluation;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How good a prompt is on labelled inputs, decoded greedily.
 *
 * @param inputs how many there were
 * @param accuracy share of inputs whose right label scores highest; a tie is no hit
 * @param accuracyError its standard error, {@code sqrt(a (1 - a) / n)}
 * @param calibratedAccuracy the same after each label's logit was lowered by its mean over these inputs (batch calibration,
 *     arXiv 2309.17249): what the prompt tells inputs apart, without the balance between the label words. It uses no reference
 * @param auc for two labels, the area under the ROC curve of the difference of their logits, ties counted half; null for
 *     more labels or where all inputs have the same label
 * @param reward mean raw reward
 * @param rewardError its standard error, {@code s / sqrt(n)} with the sample's standard deviation; 0 for one input
 */
public record Measures(
        int inputs,
        double accuracy,
        double accuracyError,
        double calibratedAccuracy,
        @Nullable Double auc,
        double reward,
        double rewardError) {

    /** Measures of one prompt; every input has the same labels in the same order. */
    public static Measures of(List<LabelScores> scores, MarginReward reward) {
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("There is nothing to measure: give at least one labelled input");
        }
        int labels = scores.getFirst().logits().size();
        double accuracy = accuracy(scores, new double[labels]);
        var rewards = scores.stream().mapToDouble(reward::of).toArray();
        double mean = mean(rewards);
        return new Measures(
                scores.size(),
                accuracy,
                Math.sqrt(accuracy * (1 - accuracy) / scores.size()),
                accuracy(scores, meanLogits(scores, labels)),
                labels == 2 ? auc(scores) : null,
                mean,
                standardError(rewards, mean));
    }

    private static double accuracy(List<LabelScores> scores, double[] shift) {
        return scores.stream().filter(score -> score.isCorrect(shift)).count() / (double) scores.size();
    }

    private static double[] meanLogits(List<LabelScores> scores, int labels) {
        var means = new double[labels];
        for (var score : scores) {
            var logits = score.logits();
            for (int label = 0; label < labels; label++) {
                means[label] += logits.get(label) / scores.size();
            }
        }
        return means;
    }

    /** Mann-Whitney: the share of pairs (one input of each label) that are ordered rightly. */
    private static @Nullable Double auc(List<LabelScores> scores) {
        long first = scores.stream().filter(score -> score.reference() == 0).count();
        long second = scores.size() - first;
        if (first == 0 || second == 0) {
            return null;
        }
        var ordered = scores.stream()
                .sorted(Comparator.comparingDouble(Measures::difference))
                .toList();
        double rankSum = 0;
        for (int from = 0; from < ordered.size(); ) {
            int to = from;
            while (to < ordered.size() && difference(ordered.get(to)) == difference(ordered.get(from))) {
                to++;
            }
            // Equal values share the mean of their ranks, which begin with 1.
            double rank = (from + 1 + to) / 2.0;
            for (int at = from; at < to; at++) {
                rankSum += ordered.get(at).reference() == 1 ? rank : 0;
            }
            from = to;
        }
        return (rankSum - second * (second + 1) / 2.0) / ((double) first * second);
    }

    private static double difference(LabelScores score) {
        var logits = score.logits();
        return logits.get(1) - logits.get(0);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double standardError(double[] values, double mean) {
        if (values.length < 2) {
            return 0;
        }
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }
}
