package io.promptstream.policy.learning;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * A prompt with what it earned in a round, as a {@link RewardRegression} takes it.
 *
 * @param features of the words that it is known by, the last one first; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record DescribedPrompt(ScoredPrompt scored, double[][] features) {
    /** What it earned on some of the queries; nothing if it was tried on none of them. */
    Optional<DescribedPrompt> on(IntPredicate queries) {
        Map<Integer, Double> rewards = new TreeMap<>(scored.byQuery());
        rewards.keySet().removeIf(query -> !queries.test(query));
        if (rewards.isEmpty()) {
            return Optional.empty();
        }
        double mean = rewards.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        return Optional.of(new DescribedPrompt(new ScoredPrompt(scored.prompt(), mean, rewards), features));
    }

    /** How many queries it was tried on. */
    int queries() {
        return scored.byQuery().size();
    }
}
