package io.promptstream.policy.round;

import io.promptstream.event.PromptProposal;
import java.util.List;

/**
 * What a query leads to.
 *
 * @param serve the proposal whose answer goes to the user
 * @param explore all proposals of the round that this query completed, or none
 * @param roundsInFlight rounds of the task that are under way afterwards
 */
public record Proposals(PromptProposal serve, List<PromptProposal> explore, int roundsInFlight) {
    public Proposals {
        explore = List.copyOf(explore);
    }
}
