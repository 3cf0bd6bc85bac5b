package io.promptstream.policy.evaluation;

import io.promptstream.policy.learning.Policy;
import io.promptstream.policy.learning.WrittenPrompt;
import java.util.List;

/** The policy whose reward is estimated. It belongs to one thread and does not change while it is evaluated. */
public interface Target {
    /** Natural logarithms of the probabilities with which it draws the prompts; negative infinity for what it never draws. */
    double[] logProbabilities(List<WrittenPrompt> prompts);

    /** Equally likely prompts whose mean stands for the policy's: all of them if {@link #exact()}, otherwise draws. */
    List<WrittenPrompt> prompts();

    /** Whether {@link #prompts()} is the policy itself. */
    boolean exact();

    /** Whether the chosen prompt is the only one that it draws. */
    boolean isAlways(WrittenPrompt chosen);

    /** The policy that always uses this prompt. A prompt without tokens is recognised by its text. */
    static Target of(WrittenPrompt prompt) {
        return new PromptTarget(List.of(prompt));
    }

    /** The policy that draws each of these with equal probability. Prompts without tokens are recognised by their text. */
    static Target uniform(List<WrittenPrompt> prompts) {
        return new PromptTarget(prompts);
    }

    /** The prompts that a policy samples without truncation; {@code policy} must not truncate. */
    static Target sampling(Policy policy, long seed) {
        return new SamplingTarget(policy, seed);
    }
}
