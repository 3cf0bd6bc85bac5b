package io.promptstream.reward.statistics;

import org.jspecify.annotations.Nullable;

/**
 * What is shown of a set of rewards.
 *
 * @param count rewards with a value
 * @param failed rewards without one, because the output failed
 * @param meanReward mean of the values; null when there is none
 * @param standardDeviation population standard deviation of the values; null when there is none
 * @param accuracy share of the correct among those of which it is known; null when it is of none
 */
public record RewardFigures(
        long count,
        long failed,
        @Nullable Double meanReward,
        @Nullable Double standardDeviation,
        @Nullable Double accuracy,
        long promptTokens,
        long completionTokens) {

    static RewardFigures of(Summary summary) {
        boolean any = summary.count() > 0;
        return new RewardFigures(
                summary.count(),
                summary.failed(),
                any ? summary.mean() : null,
                any ? summary.standardDeviation() : null,
                summary.judged() > 0 ? (double) summary.correct() / summary.judged() : null,
                summary.promptTokens(),
                summary.completionTokens());
    }
}
