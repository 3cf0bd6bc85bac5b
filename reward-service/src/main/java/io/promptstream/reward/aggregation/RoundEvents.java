package io.promptstream.reward.aggregation;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;

/** Takes what concerns a round from the events of role EXPLORE. */
final class RoundEvents {
    private RoundEvents() {}

    /**
     * The round is opened by its first proposal.
     *
     * @throws IllegalArgumentException when the provenance contradicts itself
     */
    static RoundEvent opened(PromptProposal proposal) {
        return new RoundEvent.Opened(header(proposal.getTaskId(), proposal.getProvenance()));
    }

    /**
     * A reward or a failure came in.
     *
     * @throws IllegalArgumentException when the provenance contradicts itself, or the value is not finite
     */
    static RoundEvent rewarded(Reward reward) {
        Provenance provenance = reward.getProvenance();
        return new RoundEvent.Rewarded(
                header(reward.getTaskId(), provenance),
                provenance.getPromptIndex(),
                provenance.getQueryIndex(),
                new ProposedPrompt(
                        provenance.getPrompt(),
                        provenance.getOrigin(),
                        provenance.getLogProbability(),
                        provenance.getTruncation(),
                        provenance.getSeed()),
                reward.getValue().orElse(null),
                reward.getCorrect().orElse(null));
    }

    private static RoundHeader header(String taskId, Provenance provenance) {
        return new RoundHeader(
                provenance.getRoundId().orElseThrow(),
                taskId,
                provenance.getTaskRevision(),
                provenance.getPolicyVersion(),
                provenance.getRoundPrompts(),
                provenance.getRoundQueries());
    }
}
