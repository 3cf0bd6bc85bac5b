package io.promptstream.policy.learning;

import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Running means of the labels' log-probabilities before anything was taken off; empty until some are known. */
final class LabelMeans {
    private double[] means;

    LabelMeans(List<Double> means) {
        this.means = means.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * Moves towards other means; the first ones, and those of another number of labels, are taken as they are. Such as are not
     * finite are left out.
     *
     * @param weight of what is new, at most 1
     */
    void add(double[] others, double weight) {
        if (others.length == 0 || !Arrays.stream(others).allMatch(Double::isFinite)) {
            return;
        }
        if (means.length != others.length) {
            means = others.clone();
            return;
        }
        for (int label = 0; label < means.length; label++) {
            means[label] += weight * (others[label] - means[label]);
        }
    }

    void clear() {
        means = new double[0];
    }

    static double[] array(List<Float> scores) {
        return scores.stream().mapToDouble(Float::doubleValue).toArray();
    }

    List<Double> toList() {
        return Arrays.stream(means).boxed().toList();
    }

    /** Nothing where nothing is known, so that policies of tasks without calibration have the digests that they always had. */
    void write(DataOutput out) throws IOException {
        for (double mean : means) {
            out.writeDouble(mean);
        }
    }

    /** Mean over the prompts that the policy drew; empty where none tells. */
    static double[] ofSampled(List<PromptResult> round) {
        double @Nullable [] sums = null;
        int count = 0;
        for (PromptResult result : round) {
            double[] scores = array(result.getLabelScores());
            if (result.getOrigin() == PromptOrigin.SAMPLED && scores.length > 0) {
                if (sums == null) {
                    sums = new double[scores.length];
                }
                if (sums.length == scores.length) {
                    for (int label = 0; label < sums.length; label++) {
                        sums[label] += scores[label];
                    }
                    count++;
                }
            }
        }
        if (sums == null) {
            return new double[0];
        }
        int of = count;
        return Arrays.stream(sums).map(sum -> sum / of).toArray();
    }
}
