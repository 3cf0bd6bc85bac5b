package io.promptstream.policy.round;

import io.promptstream.event.PromptProposal;
import java.util.List;

/**
 * A round that began without all of its queries, because those that came had waited long enough.
 *
 * @param explore all of its proposals
 * @param roundsInFlight rounds of the task that are in flight afterwards
 */
public record OverdueRound(List<PromptProposal> explore, int roundsInFlight) {}
