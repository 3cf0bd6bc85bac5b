package io.promptstream.policy.learning;

import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * A prompt with what it earned in a round.
 *
 * @param reward mean raw reward over the queries of the round
 * @param byQuery the raw rewards of which it is the mean, by the query's index in the round
 * @param gradient of the loss with respect to the prompt's embeddings, row by row; empty where it is not known
 */
public record ScoredPrompt(WrittenPrompt prompt, double reward, Map<Integer, Double> byQuery, List<Float> gradient) {
    private static final double LARGEST_REWARD = 1e100;

    public ScoredPrompt {
        byQuery = Map.copyOf(byQuery);
        gradient = List.copyOf(gradient);
        if (!Double.isFinite(reward)) {
            throw new IllegalArgumentException("reward is %s: write a finite number".formatted(reward));
        }
    }

    /** Tried on a single query. */
    public ScoredPrompt(WrittenPrompt prompt, double reward) {
        this(prompt, reward, Map.of(0, reward));
    }

    /** Without a gradient. */
    public ScoredPrompt(WrittenPrompt prompt, double reward, Map<Integer, Double> byQuery) {
        this(prompt, reward, byQuery, List.of());
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
                scored.add(new ScoredPrompt(prompt, mean.getAsDouble(), byQuery(finite), result.getPromptGradient()));
            }
        }
        return scored;
    }

    /** Whether sums of squares of such rewards are finite. */
    static boolean isUsable(double reward) {
        return Math.abs(reward) <= LARGEST_REWARD;
    }

    /** The gradient, if it is one of so many finite numbers. */
    Optional<float[]> usableGradient(int size) {
        if (gradient.size() != size || !gradient.stream().allMatch(Float::isFinite)) {
            return Optional.empty();
        }
        float[] numbers = new float[size];
        for (int i = 0; i < size; i++) {
            numbers[i] = gradient.get(i);
        }
        return Optional.of(numbers);
    }

    /** An index that is there twice counts once. */
    private static Map<Integer, Double> byQuery(List<QueryReward> rewards) {
        return rewards.stream()
                .collect(Collectors.toMap(QueryReward::getQueryIndex, QueryReward::getValue, (first, next) -> first));
    }
}
