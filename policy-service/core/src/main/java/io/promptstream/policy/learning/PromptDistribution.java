package io.promptstream.policy.learning;

import java.util.Arrays;

/** Prompts of one to so many words whose words are drawn independently, given their number. */
final class PromptDistribution {
    /** {@code [lengths]}, of one word first. */
    private final double[] logLengths;
    /** {@code [places][words]}, of the last word first. */
    private final double[][] logWords;

    private PromptDistribution(double[] logLengths, double[][] logWords) {
        this.logLengths = logLengths;
        this.logWords = logWords;
    }

    /**
     * From unnormalised logarithms of probabilities. A length is as probable as what its places' words make it on average, so that
     * more words are not preferred only because there are more prompts of them.
     *
     * @param byLength {@code [lengths]}
     * @param byPlace {@code [places][words]}, for drawing words
     * @param expected the same, for drawing lengths
     */
    static PromptDistribution of(double[] byLength, double[][] byPlace, double[][] expected) {
        double[] lengths = byLength.clone();
        double[][] words = new double[byPlace.length][];
        double sum = 0;
        for (int place = 0; place < words.length; place++) {
            words[place] = less(byPlace[place], logSumExp(byPlace[place]));
            sum += logSumExp(expected[place]) - StrictMath.log(expected[place].length);
            lengths[place] += sum;
        }
        return new PromptDistribution(less(lengths, logSumExp(lengths)), words);
    }

    /** Indices of words, the last one first. */
    int[] draw(SplitMix random) {
        int length = draw(logLengths, random) + 1;
        int[] drawn = new int[length];
        for (int place = 0; place < length; place++) {
            drawn[place] = draw(logWords[place], random);
        }
        return drawn;
    }

    /** @param drawn indices of words, the last one first */
    double logProbability(int[] drawn) {
        double sum = logLengths[drawn.length - 1];
        for (int place = 0; place < drawn.length; place++) {
            sum += logWords[place][drawn[place]];
        }
        return sum;
    }

    private static int draw(double[] logProbabilities, SplitMix random) {
        double remaining = random.nextDouble();
        for (int i = 0; i < logProbabilities.length; i++) {
            remaining -= StrictMath.exp(logProbabilities[i]);
            if (remaining < 0) {
                return i;
            }
        }
        return logProbabilities.length - 1;
    }

    private static double[] less(double[] values, double less) {
        return Arrays.stream(values).map(value -> value - less).toArray();
    }

    private static double logSumExp(double[] values) {
        double largest = Arrays.stream(values).max().orElseThrow();
        double sum = 0;
        for (double value : values) {
            sum += StrictMath.exp(value - largest);
        }
        return largest + StrictMath.log(sum);
    }
}
