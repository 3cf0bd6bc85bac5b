package io.promptstream.policy.learning;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Turns the rewards of a round into what is learned: {@code shift + scale z}, where {@code z = (R - mean) / deviation}.
 * Remembers the mean standard deviation of the rounds so far.
 */
final class RewardNormaliser {
    private static final double EPSILON = 1e-4;
    /** Rounds over which deviations are averaged; the first ones count equally. */
    private static final long MEMORY = 50;

    private long rounds;
    private double meanDeviation;

    /**
     * Continues.
     *
     * @param rounds rounds remembered so far
     * @param meanDeviation mean of their standard deviations
     */
    RewardNormaliser(long rounds, double meanDeviation) {
        this.rounds = rounds;
        this.meanDeviation = meanDeviation;
    }

    /** {@code z} of each prompt, in their order. Not a number where the rewards are too large to compute with. */
    double[] standardise(List<ScoredPrompt> round, Normalisation normalisation) {
        double[] rewards = rewards(round);
        double deviation = deviation(rewards);
        return switch (normalisation) {
            case ROUND -> standardised(rewards, deviation);
            case RUNNING -> standardised(rewards, Math.max(deviation, meanWith(deviation)));
            case QUERY -> standardisedByQuery(round);
        };
    }

    /** What is learned of prompts with these {@code z}. */
    static double[] scaled(double[] z, PolicySettings settings) {
        return Arrays.stream(z)
                .map(value -> settings.rewardShift() + settings.rewardScale() * value)
                .toArray();
    }

    /** Remembers the rewards of a round that was learned. */
    void remember(List<ScoredPrompt> round) {
        meanDeviation = meanWith(deviation(rewards(round)));
        rounds++;
    }

    void forget() {
        rounds = 0;
        meanDeviation = 0;
    }

    private double meanWith(double deviation) {
        return meanDeviation + (deviation - meanDeviation) / Math.min(rounds + 1, MEMORY);
    }

    private static double[] rewards(List<ScoredPrompt> round) {
        return round.stream().mapToDouble(ScoredPrompt::reward).toArray();
    }

    private static double[] standardised(double[] rewards, double divisor) {
        double mean = mean(rewards);
        return Arrays.stream(rewards)
                .map(reward -> Double.isFinite(divisor) ? (reward - mean) / divisor : Double.NaN)
                .toArray();
    }

    /** Means over the queries of z-scores within each query. On a query that only one prompt was tried on, it is average. */
    private static double[] standardisedByQuery(List<ScoredPrompt> round) {
        SortedMap<Integer, double[]> byQuery = new TreeMap<>();
        for (int n = 0; n < round.size(); n++) {
            int prompt = n;
            round.get(n)
                    .byQuery()
                    .forEach((query, reward) -> byQuery.computeIfAbsent(query, key -> missing(round))[prompt] = reward);
        }
        double[] sums = new double[round.size()];
        byQuery.values().forEach(rewards -> addStandardised(rewards, sums));
        for (int n = 0; n < sums.length; n++) {
            sums[n] /= round.get(n).byQuery().size();
        }
        return sums;
    }

    private static double[] missing(List<ScoredPrompt> round) {
        double[] rewards = new double[round.size()];
        Arrays.fill(rewards, Double.NaN);
        return rewards;
    }

    /** Adds the z-scores of the rewards that are there, which are finite. */
    private static void addStandardised(double[] rewards, double[] sums) {
        double[] there =
                Arrays.stream(rewards).filter(reward -> !Double.isNaN(reward)).toArray();
        double[] z = standardised(there, deviation(there));
        int next = 0;
        for (int n = 0; n < rewards.length; n++) {
            if (!Double.isNaN(rewards[n])) {
                sums[n] += z[next];
                next++;
            }
        }
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
