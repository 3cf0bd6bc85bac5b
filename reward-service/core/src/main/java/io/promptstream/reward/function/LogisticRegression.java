package io.promptstream.reward.function;

import java.util.List;

/**
 * Logistic regression with an L2 penalty, fitted by gradient descent: tells vectors of norm 1 of one kind from those of
 * another. Both kinds count alike, however many there are of each.
 */
final class LogisticRegression {
    /** Of .1 to .001, the best by accuracy and log-loss on opinions, with 8 to 150 examples of each kind. */
    private static final double PENALTY = 1e-3;
    /** The loss bends by no more than a quarter of the squared norm of a vector and its constant, which is 2. */
    private static final double STEP = 1 / (0.5 + PENALTY);

    private static final int STEPS = 500;

    private final double[] weights;
    private double bias;

    private LogisticRegression(int size) {
        this.weights = new double[size];
    }

    /**
     * Fits to vectors of one size.
     *
     * @param ones of the kind whose probability is asked for, at least one
     * @param others of the other kind, at least one
     */
    static LogisticRegression fitted(List<float[]> ones, List<float[]> others) {
        if (ones.isEmpty() || others.isEmpty()) {
            throw new IllegalArgumentException("there are " + ones.size() + " examples and " + others.size()
                    + " counter-examples; write at least one of each");
        }
        LogisticRegression regression = new LogisticRegression(ones.getFirst().length);
        for (int step = 0; step < STEPS; step++) {
            regression.descend(ones, others);
        }
        return regression;
    }

    /** The probability that a vector is of the first kind, to four digits: the last bits depend on the processor. */
    double probability(float[] vector) {
        return Math.round(sigmoid(vector) * 1e4) / 1e4;
    }

    private void descend(List<float[]> ones, List<float[]> others) {
        double[] gradient = new double[weights.length];
        double ofBias = slope(ones, 1, gradient) + slope(others, 0, gradient);
        for (int i = 0; i < weights.length; i++) {
            weights[i] -= STEP * (gradient[i] + PENALTY * weights[i]);
        }
        bias -= STEP * ofBias;
    }

    /** Adds to the gradient of the mean loss what vectors of a kind contribute; returns what they do to that of the bias. */
    private double slope(List<float[]> vectors, int wanted, double[] gradient) {
        double sum = 0;
        for (float[] vector : vectors) {
            double error = (sigmoid(vector) - wanted) / (2 * vectors.size());
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += error * vector[i];
            }
            sum += error;
        }
        return sum;
    }

    private double sigmoid(float[] vector) {
        double score = bias;
        for (int i = 0; i < weights.length; i++) {
            score += weights[i] * vector[i];
        }
        return 1 / (1 + Math.exp(-score));
    }
}
