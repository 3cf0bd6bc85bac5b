package io.promptstream.languagemodel;

/** A label's log-probability among its candidates, and how it changes with every input embedding. */
public final class LabelGradient {
    private final double logProbability;
    private final float[][] gradient;

    LabelGradient(double logProbability, float[][] gradient) {
        this.logProbability = logProbability;
        this.gradient = gradient;
    }

    /** In nats. */
    public double logProbability() {
        return logProbability;
    }

    /** Of the log-probability, {@code [T][width]}. */
    public float[][] gradient() {
        return gradient;
    }
}
