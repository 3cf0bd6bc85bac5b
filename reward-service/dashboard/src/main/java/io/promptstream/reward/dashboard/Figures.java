package io.promptstream.reward.dashboard;

import io.promptstream.reward.statistics.Summary;
import org.jspecify.annotations.Nullable;

/**
 * Moments of some rewards.
 *
 * @param n rewards with a value
 * @param failed rewards without one
 * @param deviation population standard deviation
 * @param judged rewards of which correct or not is known
 */
public record Figures(long n, long failed, double mean, double deviation, long judged, long correct) {

    static @Nullable Figures of(Summary summary) {
        return summary.count() + summary.failed() == 0
                ? null
                : new Figures(
                        summary.count(),
                        summary.failed(),
                        summary.mean(),
                        summary.standardDeviation(),
                        summary.judged(),
                        summary.correct());
    }

    static @Nullable Double mean(Summary summary) {
        return summary.count() == 0 ? null : summary.mean();
    }

    static @Nullable Double accuracy(Summary summary) {
        return summary.judged() == 0 ? null : (double) summary.correct() / summary.judged();
    }
}
