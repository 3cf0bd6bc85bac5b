package io.promptstream.policy.evaluation;

/**
 * An estimated mean raw reward with its 95 % confidence interval.
 *
 * @param standardError over rounds
 * @param effectiveSampleSize rounds of equal weight that would tell as much (Kish)
 * @param rounds logged rounds that it is from
 */
public record Estimate(
        double value, double standardError, double lower, double upper, double effectiveSampleSize, long rounds) {}
