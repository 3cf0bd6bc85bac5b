package io.promptstream.policy.evaluation;

import org.hipparchus.distribution.continuous.TDistribution;

/**
 * Confidence intervals for means over rounds. Importance weights make the scores of rounds skewed and heavy-tailed, and then
 * Student's interval is too short and lies too low. Three things are done about it.
 *
 * <ul>
 *   <li>The variance is the jackknife's: a round's deviation is divided by one less its share of all weights.
 *   <li>The studentised mean is transformed to have no skewness, by the monotone cubic of P. Hall, "On the removal of
 *       skewness by transformation", J. R. Statist. Soc. B 54 (1992), pp. 221-228.
 *   <li>Student's quantiles are taken with one degree of freedom less than there are effective rounds, or, if that is
 *       fewer, than the variance is known from: {@code 2 n / (kurtosis - 1)}, after F. E. Satterthwaite, "An approximate
 *       distribution of estimates of variance components", Biometrics Bulletin 2 (1946), pp. 110-114.
 * </ul>
 */
final class Intervals {
    private static final double UPPER_QUANTILE = 0.975;

    private Intervals() {}

    /** The mean of numbers of equal weight. */
    static Estimate ofMean(Series scores) {
        Series equal = new Series();
        for (int n = 0; n < scores.size(); n++) {
            equal.add(1);
        }
        return ofMean(scores, equal, 0);
    }

    /**
     * The mean of scores that importance weights went into.
     *
     * @param furtherError standard error of what has been added to all scores alike
     */
    static Estimate ofMean(Series scores, Series weights, double furtherError) {
        double mean = scores.mean();
        Series deviations = new Series();
        for (int n = 0; n < scores.size(); n++) {
            deviations.add(scores.get(n) - mean);
        }
        return around(mean, deviations, weights, furtherError);
    }

    /** The weighted mean: the ratio of the scores' mean to the weights', by the first terms of its Taylor series. */
    static Estimate ofRatio(Series scores, Series weights) {
        double meanWeight = weights.mean();
        double ratio = scores.mean() / meanWeight;
        Series deviations = new Series();
        for (int n = 0; n < scores.size(); n++) {
            deviations.add((scores.get(n) - ratio * weights.get(n)) / meanWeight);
        }
        return around(ratio, deviations, weights, 0);
    }

    /** Kish's effective number of rounds, {@code (sum w)^2 / sum w^2}; 0 if no round has a weight. */
    static double effectiveRounds(Series weights) {
        double sum = 0;
        double squares = 0;
        for (int n = 0; n < weights.size(); n++) {
            sum += weights.get(n);
            squares += weights.get(n) * weights.get(n);
        }
        return squares > 0 ? sum * sum / squares : 0;
    }

    private static Estimate around(double value, Series deviations, Series weights, double furtherError) {
        int rounds = deviations.size();
        double sumOfWeights = rounds * weights.mean();
        double squares = 0;
        double cubes = 0;
        double fourths = 0;
        for (int n = 0; n < rounds; n++) {
            double leverage = weights.get(n) / sumOfWeights;
            double deviation = deviations.get(n) / (1 - leverage);
            squares += deviation * deviation;
            cubes += deviation * deviation * deviation;
            fourths += deviation * deviation * deviation * deviation;
        }
        double variance = squares / rounds;
        double error = Math.sqrt(variance * (rounds - 1) / rounds / rounds + furtherError * furtherError);
        double skewness = variance > 0 ? cubes / rounds / Math.pow(variance, 1.5) : 0;
        double effectiveRounds = effectiveRounds(weights);
        double kurtosis = variance > 0 ? fourths / rounds / (variance * variance) : 0;
        double freedom =
                kurtosis > 1 ? Math.min(effectiveRounds, 2 * rounds / (kurtosis - 1)) - 1 : effectiveRounds - 1;
        double quantile = new TDistribution(Math.max(1, freedom)).inverseCumulativeProbability(UPPER_QUANTILE);
        return new Estimate(
                value,
                error,
                value - error * studentised(quantile, skewness, rounds),
                value - error * studentised(-quantile, skewness, rounds),
                effectiveRounds,
                rounds);
    }

    /** The studentised mean whose transformed value is {@code quantile}: the inverse of Hall's cubic. */
    private static double studentised(double quantile, double skewness, int rounds) {
        double bias = skewness / Math.sqrt(rounds);
        if (Math.abs(bias) < 1e-6) {
            return quantile;
        }
        return 3 / bias * (Math.cbrt(1 + bias * (quantile - bias / 6)) - 1);
    }
}
