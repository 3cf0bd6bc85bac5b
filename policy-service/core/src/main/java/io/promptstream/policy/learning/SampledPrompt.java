package io.promptstream.policy.learning;

import java.util.Optional;

/**
 * A prompt that a policy drew.
 *
 * @param logProbability natural logarithm of its probability under the policy without truncation
 * @param seed of the random numbers that drew it: the same policy version draws the same prompt from it again
 * @param context that it was drawn for; nothing for one that is drawn for all queries
 */
public record SampledPrompt(WrittenPrompt prompt, double logProbability, long seed, Optional<Integer> context) {
    SampledPrompt(WrittenPrompt prompt, double logProbability, long seed) {
        this(prompt, logProbability, seed, Optional.empty());
    }
}
