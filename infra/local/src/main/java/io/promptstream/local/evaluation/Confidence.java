package io.promptstream.local.evaluation;

import java.util.List;

/**
 * How sure answers are, and how well founded that is.
 *
 * @param mean probability that the task model gives to the label that it answers with
 * @param error expected calibration error (Guo et al. 2017): answers are put into fifteen bins by their confidence; the mean
 *     over all answers of the difference between the share of right answers in a bin and its mean confidence
 */
record Confidence(double mean, double error) {
    private static final int BINS = 15;

    /** @param scored answers that score labels, at least one */
    static Confidence of(List<Trial> scored) {
        var sums = new double[BINS];
        var right = new long[BINS];
        double sum = 0;
        for (var trial : scored) {
            double confidence = of(trial);
            int bin = Math.min(BINS - 1, (int) (confidence * BINS));
            sums[bin] += confidence;
            right[bin] += Boolean.TRUE.equals(trial.correct()) ? 1 : 0;
            sum += confidence;
        }
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            // A bin's weight times its difference of means is the difference of its sums.
            error += Math.abs(right[bin] - sums[bin]);
        }
        return new Confidence(sum / scored.size(), error / scored.size());
    }

    /** The largest of the probabilities that the logits stand for. */
    private static double of(Trial trial) {
        double highest =
                trial.logits().stream().mapToDouble(Double::doubleValue).max().orElseThrow();
        return 1
                / trial.logits().stream()
                        .mapToDouble(logit -> Math.exp(logit - highest))
                        .sum();
    }
}
