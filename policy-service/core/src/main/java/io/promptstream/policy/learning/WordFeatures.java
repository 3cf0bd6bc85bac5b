package io.promptstream.policy.learning;

import java.util.Arrays;

/**
 * What words have in common: their embeddings in the frozen language model, centred and reduced to the principal components
 * with the largest variance, so that what is learned of one word holds in part for its neighbours.
 */
final class WordFeatures {
    private static final int MOST_COMPONENTS = 64;
    /** Steps of the power iteration; the components need not be exact, only always the same. */
    private static final int STEPS = 40;

    private WordFeatures() {}

    /**
     * Features of words.
     *
     * @param tokens ids of the words, at least two
     * @return {@code [tokens][components]}, of a mean squared length of 1
     */
    static double[][] of(FrozenLanguageModel model, int[] tokens) {
        double[][] centred = centred(model.outputEmbedding(), tokens);
        int components = Math.min(MOST_COMPONENTS, centred[0].length);
        double[][] covariance = covariance(centred);
        double[][] features = new double[tokens.length][components];
        SplitMix random = new SplitMix(0);
        for (int component = 0; component < components; component++) {
            double[] direction = principal(covariance, random);
            for (int word = 0; word < tokens.length; word++) {
                features[word][component] = dot(centred[word], direction);
            }
        }
        scale(features);
        return features;
    }

    private static double[][] centred(float[][] embedding, int[] tokens) {
        int width = embedding[0].length;
        double[] mean = new double[width];
        for (int token : tokens) {
            for (int i = 0; i < width; i++) {
                mean[i] += (double) embedding[token][i] / tokens.length;
            }
        }
        double[][] centred = new double[tokens.length][width];
        for (int word = 0; word < tokens.length; word++) {
            for (int i = 0; i < width; i++) {
                centred[word][i] = embedding[tokens[word]][i] - mean[i];
            }
        }
        return centred;
    }

    private static double[][] covariance(double[][] centred) {
        int width = centred[0].length;
        double[][] covariance = new double[width][width];
        for (double[] word : centred) {
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < width; j++) {
                    covariance[i][j] += word[i] * word[j] / centred.length;
                }
            }
        }
        return covariance;
    }

    /** The direction of the largest variance, of length 1, which is taken out of the covariance. */
    private static double[] principal(double[][] covariance, SplitMix random) {
        double[] direction = new double[covariance.length];
        Arrays.setAll(direction, i -> random.nextDouble() - 0.5);
        double variance = 0;
        for (int step = 0; step < STEPS; step++) {
            double[] next = new double[direction.length];
            for (int i = 0; i < next.length; i++) {
                next[i] = dot(covariance[i], direction);
            }
            variance = Math.sqrt(dot(next, next));
            if (variance == 0) {
                return next;
            }
            for (int i = 0; i < next.length; i++) {
                direction[i] = next[i] / variance;
            }
        }
        for (int i = 0; i < direction.length; i++) {
            for (int j = 0; j < direction.length; j++) {
                covariance[i][j] -= variance * direction[i] * direction[j];
            }
        }
        return direction;
    }

    private static void scale(double[][] features) {
        double squares = 0;
        for (double[] word : features) {
            squares += dot(word, word) / features.length;
        }
        double length = squares == 0 ? 1 : Math.sqrt(squares);
        for (double[] word : features) {
            for (int i = 0; i < word.length; i++) {
                word[i] /= length;
            }
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
