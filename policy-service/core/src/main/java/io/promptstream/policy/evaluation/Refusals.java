package io.promptstream.policy.evaluation;

import java.util.Optional;

/**
 * Decides whether rounds can support an estimate. The thresholds are those at which simulated logs with a known truth show
 * intervals that hold it as often as they say.
 */
final class Refusals {
    /** With fewer, a few rounds decide, and what the target would have done elsewhere is not to be seen. */
    static final int FEWEST_EFFECTIVE_ROUNDS = 40;
    /** Standard errors by which the mean weight may miss 1, which it is in expectation. */
    private static final double FARTHEST_MEAN_WEIGHT = 4;

    private static final double ROUNDING = 1e-4;

    private Refusals() {}

    /**
     * Why there is no estimate from drawn prompts.
     *
     * @param weights one for each round that can be used
     * @param rounds that were read
     * @param truncated rounds among them that cannot be used because their draws were truncated
     * @param tried rounds in which the target's only prompt was tried on purpose
     */
    static Optional<Refusal> check(Estimator estimator, Series weights, long rounds, long truncated, int tried) {
        return reason(weights)
                .map(reason -> new Refusal(
                        estimator,
                        reason == Refusal.Reason.NO_ROUNDS && truncated > 0 ? Refusal.Reason.ALL_TRUNCATED : reason,
                        message(reason, weights, rounds, truncated, tried)));
    }

    private static Optional<Refusal.Reason> reason(Series weights) {
        if (weights.size() < 2) {
            return Optional.of(Refusal.Reason.NO_ROUNDS);
        }
        double effective = Intervals.effectiveRounds(weights);
        if (effective == 0) {
            return Optional.of(Refusal.Reason.NO_OVERLAP);
        }
        // Not a number where weights are too large to add up.
        if (!(effective >= FEWEST_EFFECTIVE_ROUNDS)) {
            return Optional.of(Refusal.Reason.SMALL_EFFECTIVE_SAMPLE);
        }
        Estimate mean = Intervals.ofMean(weights, weights, 0);
        return Math.abs(mean.value() - 1) > FARTHEST_MEAN_WEIGHT * mean.standardError() + ROUNDING
                ? Optional.of(Refusal.Reason.IMPLAUSIBLE_WEIGHTS)
                : Optional.empty();
    }

    private static String message(Refusal.Reason reason, Series weights, long rounds, long truncated, int tried) {
        return switch (reason) {
            case NO_ROUNDS, ALL_TRUNCATED ->
                truncated > 0
                        ? ("%d of %d rounds drew from the most probable tokens only, and the others are too few: set"
                                        + " policy.topK to 0 and evaluate rounds that come after")
                                .formatted(truncated, rounds)
                        : "%d rounds with drawn prompts and measured rewards are too few: choose a longer range"
                                .formatted(weights.size());
            case NO_OVERLAP ->
                ("%d rounds drew no prompt that the target writes, and tried it on purpose %d times, of the %d that are"
                                + " needed: choose a longer range, or a target nearer to the policy that drew them")
                        .formatted(weights.size(), tried, FEWEST_EFFECTIVE_ROUNDS);
            case SMALL_EFFECTIVE_SAMPLE ->
                ("%d rounds tell as much as %.1f of equal weight, and %d are needed: choose a longer range, or a target"
                                + " nearer to the policy that drew them")
                        .formatted(weights.size(), Intervals.effectiveRounds(weights), FEWEST_EFFECTIVE_ROUNDS);
            case IMPLAUSIBLE_WEIGHTS ->
                ("the mean weight of %d rounds is %.3f, farther from 1 than chance explains, so most of what the target"
                                + " writes was never drawn: choose rounds that a policy nearer to it drew")
                        .formatted(weights.size(), weights.mean());
        };
    }
}
