package io.promptstream.reward.round;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import java.util.Optional;

/** Takes what concerns a round from the events of role EXPLORE. */
public final class RoundEvents {
    /** What all prompts of a round may take in its result; rewards and the rest need less than what the topic takes more. */
    private static final int MOST_PROMPT_BYTES = 2 << 20;

    private static final int BYTES_OF_A_CHARACTER = 3;
    private static final int BYTES_OF_A_TOKEN = 5;

    private RoundEvents() {}

    /**
     * The round is opened by its first proposal; empty for any other.
     *
     * @throws IllegalArgumentException when the provenance contradicts itself
     */
    public static Optional<RoundEvent> of(PromptProposal proposal) {
        Provenance provenance = proposal.getProvenance();
        return explores(provenance) && provenance.getPromptIndex() == 0 && provenance.getQueryIndex() == 0
                ? Optional.of(new RoundEvent.Opened(header(proposal.getTaskId(), provenance)))
                : Optional.empty();
    }

    /**
     * A reward or a failure came in; empty where it is of no round.
     *
     * @throws IllegalArgumentException when the provenance contradicts itself, a number is not finite, or the prompts of the
     *     round would be too long for its result if they were all like this one
     */
    public static Optional<RoundEvent> of(Reward reward) {
        return explores(reward.getProvenance()) ? Optional.of(rewarded(reward)) : Optional.empty();
    }

    private static boolean explores(Provenance provenance) {
        return provenance.getRole() == Role.EXPLORE && provenance.getRoundId().isPresent();
    }

    private static RoundEvent rewarded(Reward reward) {
        Provenance provenance = reward.getProvenance();
        RoundHeader header = header(reward.getTaskId(), provenance);
        requireShort(provenance.getPrompt(), reward.getPromptGradient().size(), header.prompts());
        if (!Double.isFinite(provenance.getLogProbability())) {
            throw new IllegalArgumentException(
                    "provenance.logProbability is " + provenance.getLogProbability() + "; write a finite number");
        }
        return new RoundEvent.Rewarded(
                header,
                provenance.getPromptIndex(),
                provenance.getQueryIndex(),
                new ProposedPrompt(
                        provenance.getPrompt(),
                        provenance.getOrigin(),
                        provenance.getLogProbability(),
                        provenance.getTruncation(),
                        provenance.getSeed()),
                reward.getValue().orElse(null),
                reward.getCorrect().orElse(null),
                reward.getLabelScores(),
                reward.getPromptGradient(),
                provenance.getQueryFeatures(),
                reward.getRevision() < 1
                        ? null
                        : new RoundEvent.Correction(reward.getRevision(), reward.getQueryId(), reward.getProposalId()));
    }

    private static void requireShort(Prompt prompt, int gradient, int prompts) {
        long bytes = (long) prompt.getText().length() * BYTES_OF_A_CHARACTER
                + (long) prompt.getTokens().size() * BYTES_OF_A_TOKEN
                + (long) gradient * Float.BYTES;
        int most = MOST_PROMPT_BYTES / prompts;
        if (bytes > most) {
            throw new IllegalArgumentException(
                    "provenance.prompt may take %d bytes with its gradient; in a round of %d prompts write at most %d"
                            .formatted(bytes, prompts, most));
        }
    }

    private static RoundHeader header(String taskId, Provenance provenance) {
        return new RoundHeader(
                provenance.getRoundId().orElseThrow(),
                taskId,
                provenance.getTaskRevision(),
                provenance.getPolicyVersion(),
                provenance.getRoundPrompts(),
                provenance.getRoundQueries(),
                provenance.getDistinctQueries());
    }
}
