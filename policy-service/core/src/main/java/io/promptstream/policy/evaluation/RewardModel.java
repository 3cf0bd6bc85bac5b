package io.promptstream.policy.evaluation;

import io.promptstream.policy.learning.WrittenPrompt;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Predicts what a prompt earns: what its tokens earn, plus what the prompt itself has earned beyond that, shrunk towards
 * nothing the less often it was tried. A prediction changes only with {@link #refit()}. What was beyond the tokens is
 * measured by the fit of its time; since fits come whenever the rounds have doubled, early ones hardly count.
 */
final class RewardModel {
    /** Further prompts have no mean of their own. */
    private static final int MOST_PROMPTS = 50_000;
    /** Trials' worth of evidence that a prompt earns what its tokens do. */
    private static final double SHRINKAGE = 4;

    private final TokenRidge tokens = new TokenRidge();
    private final Map<PromptKey, Surplus> surpluses = new HashMap<>();
    private Map<PromptKey, Double> fitted = Map.of();

    private record Surplus(double sum, long count) {
        private Surplus plus(double residual) {
            return new Surplus(sum + residual, count + 1);
        }
    }

    void observe(LoggedRound round) {
        List<LoggedPrompt> all =
                Stream.concat(round.drawn().stream(), round.chosen().stream()).toList();
        if (all.isEmpty()) {
            return;
        }
        double[] residuals = all.stream()
                .mapToDouble(logged -> logged.reward() - tokens.predict(logged.prompt()))
                .toArray();
        double mean = 0;
        for (double residual : residuals) {
            mean += residual / residuals.length;
        }
        for (int n = 0; n < residuals.length; n++) {
            PromptKey key = PromptKey.of(all.get(n).prompt());
            Surplus known = surpluses.get(key);
            if (known != null || surpluses.size() < MOST_PROMPTS) {
                surpluses.put(key, (known == null ? new Surplus(0, 0) : known).plus(residuals[n] - mean));
            }
        }
        tokens.observe(all);
    }

    void refit() {
        tokens.refit();
        Map<PromptKey, Double> shrunk = new HashMap<>();
        surpluses.forEach((key, surplus) -> shrunk.put(key, surplus.sum() / (surplus.count() + SHRINKAGE)));
        fitted = shrunk;
    }

    double predict(WrittenPrompt prompt) {
        return tokens.predict(prompt) + fitted.getOrDefault(PromptKey.of(prompt), 0.0);
    }
}
