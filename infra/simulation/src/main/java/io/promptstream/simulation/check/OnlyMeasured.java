package io.promptstream.simulation.check;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundResult;
import io.promptstream.simulation.node.Topics;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** An evaluation gets rewards, each once and never corrected, and is in no round, live or rescored. */
final class OnlyMeasured {
    private static final String PROMISE = "an evaluation only measures";

    private OnlyMeasured() {}

    static List<Violation> violations(Committed log) {
        List<Violation> found = new ArrayList<>();
        for (Reward reward : log.all(Topics.REWARDS, Reward.class)) {
            boolean evaluates = reward.getProvenance().getRole() == Role.EVALUATE;
            if (evaluates
                    && (reward.getRevision() > 0
                            || reward.getProvenance().getRoundId().isPresent())) {
                found.add(new Violation(PROMISE, "%s was corrected or has a round".formatted(reward.getProposalId())));
            }
        }
        Set<UUID> explored = new HashSet<>();
        for (PromptProposal proposal : log.all(Topics.PROPOSALS, PromptProposal.class)) {
            if (proposal.getProvenance().getRole() == Role.EXPLORE) {
                proposal.getProvenance().getRoundId().ifPresent(explored::add);
            }
        }
        for (String topic : List.of(Topics.ROUND_RESULTS, Topics.RESCORED_RESULTS)) {
            for (RoundResult result : log.all(topic, RoundResult.class)) {
                if (!explored.contains(result.getRoundId())) {
                    found.add(new Violation(
                            PROMISE, "round %s in %s was not explored".formatted(result.getRoundId(), topic)));
                }
            }
        }
        return found;
    }
}
