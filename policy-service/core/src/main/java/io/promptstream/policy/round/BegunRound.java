package io.promptstream.policy.round;

import io.promptstream.event.PromptProposal;
import java.util.List;

/**
 * A round that began between queries.
 *
 * @param explore all of its proposals
 * @param roundsInFlight rounds of the task that are in flight afterwards
 */
public record BegunRound(List<PromptProposal> explore, int roundsInFlight) {}
