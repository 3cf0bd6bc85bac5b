package io.promptstream.reward.statistics;

import java.util.Map;

/**
 * The rewards of a task over a time.
 *
 * @param all figures over all roles
 * @param roles figures by the proposals' role
 */
public record TaskTotal(String taskId, RewardFigures all, Map<String, RewardFigures> roles) {
    public TaskTotal {
        roles = Map.copyOf(roles);
    }
}
