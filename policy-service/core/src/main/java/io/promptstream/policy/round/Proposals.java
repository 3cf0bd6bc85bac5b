package io.promptstream.policy.round;

import io.promptstream.event.PromptProposal;
import java.util.List;
import java.util.Optional;

/**
 * What a query leads to.
 *
 * @param serve the proposal whose answer goes to the user
 * @param explore all proposals of the round that begins with this query, or none
 * @param roundsInFlight rounds of the task that are in flight afterwards
 * @param unexplored why this query will be part of no round, where that is not as it should be
 */
public record Proposals(
        PromptProposal serve, List<PromptProposal> explore, int roundsInFlight, Optional<Unexplored> unexplored) {
    public Proposals {
        explore = List.copyOf(explore);
    }
}
