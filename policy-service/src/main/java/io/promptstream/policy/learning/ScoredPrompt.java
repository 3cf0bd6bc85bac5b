package io.promptstream.policy.learning;

/**
 * A prompt with what it earned in a round.
 *
 * @param reward mean raw reward over the queries of the round
 */
public record ScoredPrompt(WrittenPrompt prompt, double reward) {
    public ScoredPrompt {
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("reward is %s: write a finite number".formatted(reward));
        }
    }
}
