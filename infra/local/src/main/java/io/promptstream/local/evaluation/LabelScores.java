package io.promptstream.local.evaluation;

/**
 * What the task model said about one labelled input.
 *
 * @param reference index of the right label
 * @param logits the task model's logit of each label, in the task's order; any common shift is harmless
 */
public record LabelScores(int reference, double[] logits) {

    public LabelScores {
        if (logits.length < 2) {
            throw new IllegalArgumentException(
                    "logits has " + logits.length + " entries: give one for each of two or more labels");
        }
        if (reference < 0 || reference >= logits.length) {
            throw new IllegalArgumentException(
                    "reference is " + reference + ": give an index from 0 to " + (logits.length - 1));
        }
        logits = logits.clone();
    }

    @Override
    public double[] logits() {
        return logits.clone();
    }

    /** Softmax over the labels. */
    double[] probabilities() {
        double highest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            highest = Math.max(highest, logit);
        }
        var probabilities = new double[logits.length];
        double sum = 0;
        for (int label = 0; label < logits.length; label++) {
            probabilities[label] = Math.exp(logits[label] - highest);
            sum += probabilities[label];
        }
        for (int label = 0; label < logits.length; label++) {
            probabilities[label] /= sum;
        }
        return probabilities;
    }

    /** Whether the right label scores highest once {@code shift} is taken from each label's logit. A tie is no hit. */
    boolean isCorrect(double[] shift) {
        double right = logits[reference] - shift[reference];
        for (int label = 0; label < logits.length; label++) {
            if (label != reference && logits[label] - shift[label] >= right) {
                return false;
            }
        }
        return true;
    }
}
