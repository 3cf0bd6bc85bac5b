package io.promptstream.policy.learning;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How much more each prompt of a round earned than the others did on the same queries. */
final class Advantages {
    private Advantages() {}

    /**
     * Mean over a prompt's queries of the difference between its reward and the mean reward on the query; 0 where no query was
     * tried with another prompt.
     */
    static double[] of(List<ScoredPrompt> round) {
        Map<Integer, Double> sums = new TreeMap<>();
        Map<Integer, Integer> counts = new TreeMap<>();
        for (ScoredPrompt scored : round) {
            scored.byQuery().forEach((query, reward) -> {
                sums.merge(query, reward, Double::sum);
                counts.merge(query, 1, Integer::sum);
            });
        }
        double[] advantages = new double[round.size()];
        for (int n = 0; n < advantages.length; n++) {
            Map<Integer, Double> rewards = new TreeMap<>(round.get(n).byQuery());
            for (Map.Entry<Integer, Double> entry : rewards.entrySet()) {
                double mean = sums.getOrDefault(entry.getKey(), 0.0) / counts.getOrDefault(entry.getKey(), 1);
                advantages[n] += (entry.getValue() - mean) / rewards.size();
            }
        }
        return advantages;
    }
}
