package io.promptstream.policy.evaluation;

import java.util.List;

/**
 * What a round tells. All its prompts met the same queries, so it is the unit of which many are independent.
 *
 * @param drawn by the logging policy, each with its propensity
 * @param chosen before the round, from earlier ones alone
 */
public record LoggedRound(List<LoggedPrompt> drawn, List<LoggedPrompt> chosen) {
    public LoggedRound {
        drawn = List.copyOf(drawn);
        chosen = List.copyOf(chosen);
    }

    double meanDrawnReward() {
        return drawn.stream().mapToDouble(LoggedPrompt::reward).average().orElse(0);
    }
}
