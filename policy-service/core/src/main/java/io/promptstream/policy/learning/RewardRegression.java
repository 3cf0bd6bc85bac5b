package io.promptstream.policy.learning;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * A Bayesian linear model of what a prompt earns: the sum of a constant, a part by its number of words, and of each word's
 * features times the weights of its place, counted from the end. The weights are normally distributed; an observation with normal
 * noise updates them exactly (recursive least squares, the Kalman filter of a constant state). So it does not matter which policy
 * chose a prompt, nor how long ago.
 *
 * <p>Arithmetic in a fixed order: equal observations give equal weights, bit for bit.
 */
final class RewardRegression {
    /** Variances before anything was observed, in squared standard deviations of a round's rewards. */
    private static final double VARIANCE = 0.3;

    private final int longest;
    private final int components;
    private final double[] mean;
    /** Symmetric. */
    private final double[][] covariance;

    private RewardRegression(int longest, int components, double[] mean, double[][] covariance) {
        this.longest = longest;
        this.components = components;
        this.mean = mean;
        this.covariance = covariance;
    }

    static RewardRegression initial(int longest, int components) {
        int size = size(longest, components);
        double[][] covariance = new double[size][size];
        for (int i = 0; i < size; i++) {
            covariance[i][i] = VARIANCE;
        }
        return new RewardRegression(longest, components, new double[size], covariance);
    }

    RewardRegression copy() {
        double[][] rows = Arrays.stream(covariance).map(double[]::clone).toArray(double[][]::new);
        return new RewardRegression(longest, components, mean.clone(), rows);
    }

    private static int size(int longest, int components) {
        return 1 + longest + longest * components;
    }

    /**
     * Expected reward.
     *
     * @param words features of the prompt's words, the last one first
     */
    double expected(double[][] words) {
        double sum = mean[0] + mean[words.length];
        for (int place = 0; place < words.length; place++) {
            int from = first(place);
            for (int i = 0; i < components; i++) {
                sum += mean[from + i] * words[place][i];
            }
        }
        return sum;
    }

    /**
     * Takes in what a prompt earned.
     *
     * @param words features of its words, the last one first
     * @param noise variance of the observation
     */
    void observe(double[][] words, double reward, double noise) {
        double[] input = new double[mean.length];
        input[0] = 1;
        input[words.length] = 1;
        for (int place = 0; place < words.length; place++) {
            System.arraycopy(words[place], 0, input, first(place), components);
        }
        double surprise = reward - expected(words);
        double[] gain = new double[mean.length];
        double variance = noise;
        for (int i = 0; i < gain.length; i++) {
            double sum = 0;
            for (int j = 0; j < input.length; j++) {
                sum += covariance[i][j] * input[j];
            }
            gain[i] = sum;
            variance += sum * input[i];
        }
        for (int i = 0; i < gain.length; i++) {
            double share = gain[i] / variance;
            mean[i] += share * surprise;
            for (int j = 0; j <= i; j++) {
                covariance[i][j] -= share * gain[j];
                covariance[j][i] = covariance[i][j];
            }
        }
    }

    /**
     * Upper confidence bound of what a word adds to a prompt.
     *
     * @param place of the word, 0 for the last one
     * @param optimism standard deviations above the mean
     */
    double promise(int place, double[] word, double optimism) {
        int from = first(place);
        double sum = 0;
        double variance = 0;
        for (int i = 0; i < components; i++) {
            sum += mean[from + i] * word[i];
            if (optimism > 0) {
                double[] row = covariance[from + i];
                double half = 0.5 * row[from + i] * word[i];
                for (int j = 0; j < i; j++) {
                    half += row[from + j] * word[j];
                }
                variance += 2 * half * word[i];
            }
        }
        return sum + optimism * Math.sqrt(Math.max(variance, 0));
    }

    /** The same of a number of words. */
    double promise(int words, double optimism) {
        return mean[words] + optimism * Math.sqrt(Math.max(covariance[words][words], 0));
    }

    /** Forgets everything: what was observed says nothing of what is to come. */
    void forget() {
        Arrays.fill(mean, 0);
        for (int i = 0; i < mean.length; i++) {
            Arrays.fill(covariance[i], 0);
            covariance[i][i] = VARIANCE;
        }
    }

    private int first(int place) {
        return 1 + longest + place * components;
    }

    /** Of the covariance only one half is written. */
    void write(DataOutputStream out) throws IOException {
        for (double weight : mean) {
            out.writeDouble(weight);
        }
        for (int i = 0; i < covariance.length; i++) {
            for (int j = 0; j <= i; j++) {
                out.writeDouble(covariance[i][j]);
            }
        }
    }

    static RewardRegression read(DataInputStream in, int longest, int components) throws IOException {
        RewardRegression read = initial(longest, components);
        for (int i = 0; i < read.mean.length; i++) {
            read.mean[i] = in.readDouble();
        }
        for (int i = 0; i < read.mean.length; i++) {
            for (int j = 0; j <= i; j++) {
                read.covariance[i][j] = in.readDouble();
                read.covariance[j][i] = read.covariance[i][j];
            }
        }
        return read;
    }
}
