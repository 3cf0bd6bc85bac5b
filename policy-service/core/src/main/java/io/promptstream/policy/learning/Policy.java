package io.promptstream.policy.learning;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes prompts and learns from what they earned. A policy is mutable and belongs to one thread. What it samples and
 * learns depends on nothing but its state, its settings and the arguments, bit for bit.
 */
public sealed interface Policy permits RlPromptPolicy, BayesianPolicy, FixedPolicy, AutoPromptPolicy, SoftPromptPolicy {
    /**
     * Draws prompts.
     *
     * @param count how many, at least one
     * @param seed equal seeds give equal prompts; {@link #roundSeed} makes one
     */
    List<SampledPrompt> sample(int count, long seed);

    /**
     * Draws prompts, each for one of the contexts in turn. A policy that knows nothing of contexts draws for all queries.
     *
     * @param contexts at least one
     */
    default List<SampledPrompt> sample(int count, long seed, List<Integer> contexts) {
        return sample(count, seed);
    }

    /**
     * Natural logarithms of the probabilities with which this policy without truncation draws the prompts; those that
     * {@link #sample} reported, negative infinity for a prompt that it cannot write.
     */
    double[] logProbabilities(List<WrittenPrompt> prompts);

    /** The prompt that this policy deems best. */
    WrittenPrompt greedy();

    /**
     * Learns from one round.
     *
     * @return the step, or nothing if the round has too little to compare, in which case the policy is as before
     */
    Optional<LearningStep> learn(List<ScoredPrompt> round);

    /**
     * Learns from one round whose queries are of contexts. A policy that knows nothing of contexts learns of all queries.
     *
     * @param contexts of queries, by index; of others the context is not known
     * @param count of contexts
     */
    default Optional<LearningStep> learn(List<ScoredPrompt> round, Map<Integer, Integer> contexts, int count) {
        return learn(round);
    }

    /** Forgets what rewards were like, not what was learned from them: from now on they are given by another rule. */
    void forgetRewards();

    /** Learns again: prompts earn something else from now on, so nothing that was learned is certain. */
    default void learnAgain() {
        forgetRewards();
    }

    /** Seed for the round of this name; differs between versions of a policy and between rounds. */
    long roundSeed(String roundId);

    SamplingTruncation truncation();

    /** Whether learning wants the gradient of the task model's loss with respect to the embeddings of this prompt. */
    default boolean wantsGradient(WrittenPrompt prompt) {
        return false;
    }

    /** What the task model reads in the place of this policy's prompts, row by row; empty: their text. */
    default List<Float> embedding() {
        return List.of();
    }

    PolicyState state();
}
