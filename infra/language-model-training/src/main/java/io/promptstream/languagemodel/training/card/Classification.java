package io.promptstream.languagemodel.training.card;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * How well label scores tell the labels of some inputs.
 *
 * @param accuracy share of inputs whose highest score is that of their label
 * @param calibratedAccuracy the same after each label's mean score over the inputs is taken off, which removes what the prompt prefers
 *     whatever the input is (batch calibration, Zhou et al. 2024)
 * @param auc area under the ROC curve of the difference of the scores, for two labels
 */
record Classification(double accuracy, double calibratedAccuracy, OptionalDouble auc) {

    /**
     * @param scores {@code [input][label]}
     * @param labels index of each input's label
     */
    static Classification of(float[][] scores, int[] labels) {
        return new Classification(
                accuracy(scores, labels),
                accuracy(centred(scores), labels),
                scores[0].length == 2 ? OptionalDouble.of(auc(scores, labels)) : OptionalDouble.empty());
    }

    private static double accuracy(float[][] scores, int[] labels) {
        long right = IntStream.range(0, scores.length)
                .filter(i -> highest(scores[i]) == labels[i])
                .count();
        return (double) right / scores.length;
    }

    private static int highest(float[] scores) {
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    private static float[][] centred(float[][] scores) {
        int columns = scores[0].length;
        double[] means = new double[columns];
        for (float[] row : scores) {
            for (int i = 0; i < columns; i++) {
                means[i] += row[i] / scores.length;
            }
        }
        return Arrays.stream(scores)
                .map(row -> {
                    float[] centred = new float[columns];
                    for (int i = 0; i < columns; i++) {
                        centred[i] = (float) (row[i] - means[i]);
                    }
                    return centred;
                })
                .toArray(float[][]::new);
    }

    /** By rank sums (Mann and Whitney); equal differences share their mean rank. */
    private static double auc(float[][] scores, int[] labels) {
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> difference(scores[i])))
                .mapToInt(Integer::intValue)
                .toArray();
        double rankSum = 0;
        long ones = 0;
        for (int i = 0; i < order.length; ) {
            int end = i;
            while (end < order.length && difference(scores[order[end]]) == difference(scores[order[i]])) {
                end++;
            }
            for (int j = i; j < end; j++) {
                if (labels[order[j]] == 1) {
                    rankSum += (i + 1 + end) / 2.0;
                    ones++;
                }
            }
            i = end;
        }
        long zeros = scores.length - ones;
        return ones == 0 || zeros == 0 ? 0.5 : (rankSum - ones * (ones + 1) / 2.0) / ((double) ones * zeros);
    }

    private static double difference(float[] scores) {
        return (double) scores[1] - scores[0];
    }
}
