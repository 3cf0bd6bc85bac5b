package io.promptstream.local.evaluation;

import java.util.List;

/**
 * What the task model said about one labelled input.
 *
 * @param reference index of the right label
 * @param logits the task model's logit of each label, in the task's order; any common shift is harmless
 */
public record LabelScores(int reference, List<Double> logits) {

    public LabelScores {
        if (logits.size() < 2) {
            throw new IllegalArgumentException(
                    "logits has " + logits.size() + " entries: give one for each of two or more labels");
        }
        if (reference < 0 || reference >= logits.size()) {
            throw new IllegalArgumentException(
                    "reference is " + reference + ": give an index from 0 to " + (logits.size() - 1));
        }
        logits = List.copyOf(logits);
    }

    /** Softmax over the labels. */
    double[] probabilities() {
        double highest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            highest = Math.max(highest, logit);
        }
        var probabilities = new double[logits.size()];
        double sum = 0;
        for (int label = 0; label < logits.size(); label++) {
            probabilities[label] = Math.exp(logits.get(label) - highest);
            sum += probabilities[label];
        }
        for (int label = 0; label < logits.size(); label++) {
            probabilities[label] /= sum;
        }
        return probabilities;
    }

    /** Whether the right label scores highest once {@code shift} is taken from each label's logit. A tie is no hit. */
    boolean isCorrect(double[] shift) {
        double right = logits.get(reference) - shift[reference];
        for (int label = 0; label < logits.size(); label++) {
            if (label != reference && logits.get(label) - shift[label] >= right) {
                return false;
            }
        }
        return true;
    }
}
