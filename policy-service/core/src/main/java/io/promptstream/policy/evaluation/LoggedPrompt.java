package io.promptstream.policy.evaluation;

import io.promptstream.policy.learning.WrittenPrompt;

/**
 * A prompt of a logged round.
 *
 * @param logPropensity natural logarithm of the probability with which the round was to contain it at its place; 0 for one
 *     that was certain to be there
 * @param reward mean raw reward over the queries that measured it
 */
public record LoggedPrompt(WrittenPrompt prompt, double logPropensity, double reward) {
    public LoggedPrompt {
        if (!(logPropensity <= 0) || logPropensity == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "logPropensity is %s: write a finite number that is at most 0".formatted(logPropensity));
        }
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("reward is %s: write a finite number".formatted(reward));
        }
    }
}
