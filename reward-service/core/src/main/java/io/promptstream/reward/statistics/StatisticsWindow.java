package io.promptstream.reward.statistics;

import java.time.Instant;
import java.util.Map;

/**
 * The rewards of a task in one window.
 *
 * @param from begin of the window, inclusive
 * @param to end of the window, exclusive
 * @param all figures over all roles
 * @param roles figures by the proposals' role
 */
public record StatisticsWindow(Instant from, Instant to, RewardFigures all, Map<String, RewardFigures> roles) {
    public StatisticsWindow {
        roles = Map.copyOf(roles);
    }
}
