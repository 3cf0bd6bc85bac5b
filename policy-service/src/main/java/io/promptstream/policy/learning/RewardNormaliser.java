package io.promptstream.policy.learning;

import java.util.Arrays;

/**
 * Turns the rewards of a round into what is learned: {@code scale (R - mean) / deviation}. Remembers the mean standard
 * deviation of the rounds so far.
 */
final class RewardNormaliser {
    private static final double EPSILON = 1e-4;
    /** Rounds over which deviations are averaged; the first ones count equally. */
    private static final long MEMORY = 50;

    private long rounds;
    private double meanDeviation;

    /**
     * Goes on.
     *
     * @param rounds rounds remembered so far
     * @param meanDeviation mean of their standard deviations
     */
    RewardNormaliser(long rounds, double meanDeviation) {
        this.rounds = rounds;
        this.meanDeviation = meanDeviation;
    }

    /** Not a number, each, where the rewards are too large to compute with. */
    double[] normalise(double[] rewards, PolicySettings settings) {
        double mean = mean(rewards);
        double deviation = deviation(rewards);
        double divisor = switch (settings.normalisation()) {
            case ROUND -> deviation;
            case RUNNING -> Math.max(deviation, meanWith(deviation));
        };
        return Arrays.stream(rewards)
                .map(reward ->
                        Double.isFinite(divisor) ? settings.rewardScale() * (reward - mean) / divisor : Double.NaN)
                .toArray();
    }

    /** Remembers the rewards of a round that was learned. */
    void remember(double[] rewards) {
        meanDeviation = meanWith(deviation(rewards));
        rounds++;
    }

    void forget() {
        rounds = 0;
        meanDeviation = 0;
    }

    private double meanWith(double deviation) {
        return meanDeviation + (deviation - meanDeviation) / Math.min(rounds + 1, MEMORY);
    }

    /** Population standard deviation and a little, so that equal rewards can be divided by it. */
    private static double deviation(double[] rewards) {
        double mean = mean(rewards);
        double variance = 0;
        for (double reward : rewards) {
            variance += (reward - mean) * (reward - mean) / rewards.length;
        }
        return Math.sqrt(variance) + EPSILON;
    }

    private static double mean(double[] rewards) {
        double mean = 0;
        for (double reward : rewards) {
            mean += reward / rewards.length;
        }
        return mean;
    }

    long rounds() {
        return rounds;
    }

    double meanDeviation() {
        return meanDeviation;
    }
}
