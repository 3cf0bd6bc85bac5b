package io.promptstream.policy.learning;

import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A prompt with what it earned in a round.
 *
 * @param reward mean raw reward over the queries of the round
 * @param byQuery the raw rewards of which it is the mean, by the query's index in the round
 */
public record ScoredPrompt(WrittenPrompt prompt, double reward, Map<Integer, Double> byQuery) {
    private static final double LARGEST_REWARD = 1e100;

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

    /** The prompts of a round that have a reward to compute with. */
    static List<ScoredPrompt> of(RoundResult round) {
        List<ScoredPrompt> scored = new ArrayList<>();
        for (PromptResult result : round.getPrompts()) {
            List<QueryReward> finite = result.getRewards().stream()
                    .filter(reward -> isUsable(reward.getValue()))
                    .toList();
            OptionalDouble mean =
                    finite.stream().mapToDouble(QueryReward::getValue).average();
            // A sum of finite rewards can still be too large.
            if (mean.isPresent() && Double.isFinite(mean.getAsDouble())) {
                WrittenPrompt prompt = new WrittenPrompt(
                        result.getPrompt().getText(), result.getPrompt().getTokens());
                scored.add(new ScoredPrompt(prompt, mean.getAsDouble(), byQuery(finite)));
            }
        }
        return scored;
    }

    /** Whether sums of squares of such rewards are finite. */
    static boolean isUsable(double reward) {
        return Math.abs(reward) <= LARGEST_REWARD;
    }

    /** An index that is there twice counts once. */
    private static Map<Integer, Double> byQuery(List<QueryReward> rewards) {
        return rewards.stream()
                .collect(Collectors.toMap(QueryReward::getQueryIndex, QueryReward::getValue, (first, next) -> first));
    }
}
