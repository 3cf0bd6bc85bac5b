package io.promptstream.policy.learning;

import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

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

    /** The prompts of a round that have a reward to compute with. */
    static List<ScoredPrompt> of(RoundResult round) {
        List<ScoredPrompt> scored = new ArrayList<>();
        for (PromptResult result : round.getPrompts()) {
            OptionalDouble mean = result.getRewards().stream()
                    .mapToDouble(QueryReward::getValue)
                    .filter(Double::isFinite)
                    .average();
            // A sum of finite rewards can still be too large.
            if (mean.isPresent() && Double.isFinite(mean.getAsDouble())) {
                WrittenPrompt prompt = new WrittenPrompt(
                        result.getPrompt().getText(), result.getPrompt().getTokens());
                scored.add(new ScoredPrompt(prompt, mean.getAsDouble()));
            }
        }
        return scored;
    }
}
