package io.promptstream.policy.learning;

/**
 * A prompt that a policy drew.
 *
 * @param logProbability natural logarithm of its probability under the policy without truncation
 * @param seed of the random numbers that drew it: the same policy version draws the same prompt from it again
 */
public record SampledPrompt(WrittenPrompt prompt, double logProbability, long seed) {}
