package io.promptstream.policy.learning;

/** By what the differences between the prompts of a round are divided before they are learned. */
public enum Normalisation {
    /** By the standard deviation of the round's prompts, as RLPrompt does for classification. */
    ROUND,
    /**
     * By the larger of that and its mean over past rounds. Once a policy draws nearly equal prompts, their deviation is
     * noise; divided by it, noise would be learned as eagerly as progress was before.
     */
    RUNNING,
    /**
     * On each query by the standard deviation of the prompts there, as RLPrompt does for generation; a prompt's
     * normalised reward is the mean over its queries. Hard queries do not outweigh easy ones.
     */
    QUERY
}
