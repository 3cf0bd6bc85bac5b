package io.promptstream.policy.learning;

/**
 * How a policy's draws are truncated.
 *
 * @param topK tokens are drawn from the k most probable; 0: no cut
 * @param fluencyTopK tokens are limited to the frozen model's own k most probable; 0: no limit
 * @param candidates number of tokens, or of written prompts, that the policy may use at all
 */
public record SamplingTruncation(int topK, int fluencyTopK, int candidates) {}
