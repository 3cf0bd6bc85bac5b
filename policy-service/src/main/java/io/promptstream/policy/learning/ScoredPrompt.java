package io.promptstream.policy.learning;

import java.util.Map;

/**
 * A prompt with what it earned in a round.
 *
 * @param reward mean raw reward over the queries of the round
 * @param byQuery the raw rewards of which it is the mean, by the query's index in the round
 */
public record ScoredPrompt(WrittenPrompt prompt, double reward, Map<Integer, Double> byQuery) {
    public ScoredPrompt {
        byQuery = Map.copyOf(byQuery);
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("reward is %s: write a finite number".formatted(reward));
        }
    }

    /** Tried on a single query. */
    public ScoredPrompt(WrittenPrompt prompt, double reward) {
        this(prompt, reward, Map.of(0, reward));
    }
}
