package io.promptstream.policy;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.SamplerTruncation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Round results as the reward service writes them. */
final class RoundSamples {
    private RoundSamples() {}

    /** Complete results of the proposed rounds; the reward is the prompt's index. */
    static List<RoundResult> of(List<PromptProposal> proposals) {
        return proposals.stream()
                .filter(proposal -> proposal.getProvenance().getRole() == Role.EXPLORE)
                .map(proposal -> proposal.getProvenance().getRoundId().orElseThrow())
                .distinct()
                .map(roundId -> result(
                        proposals.getFirst().getTaskId(),
                        roundId,
                        0,
                        proposals.stream()
                                .filter(proposal -> proposal.getProvenance()
                                        .getRoundId()
                                        .filter(roundId::equals)
                                        .isPresent())
                                .filter(proposal -> proposal.getProvenance().getQueryIndex() == 0)
                                .map(proposal -> proposal.getProvenance().getPrompt())
                                .toList()))
                .toList();
    }

    /**
     * Consecutive rounds of a task whose policy uses the whole vocabulary; each was sampled by the version before the last.
     *
     * @param first number of the first one
     * @param end number after the last one
     */
    static List<RoundResult> rounds(String taskId, int first, int end) {
        return IntStream.range(first, end)
                .mapToObj(number -> result(
                        taskId,
                        new UUID(taskId.hashCode(), number),
                        Math.max(0, number - 1),
                        IntStream.range(0, 4)
                                .mapToObj(index -> new Prompt("", List.of(300 + 7 * number + index, 400 + index)))
                                .toList()))
                .toList();
    }

    private static RoundResult result(String taskId, UUID roundId, long policyVersion, List<Prompt> prompts) {
        return RoundResult.newBuilder()
                .setRoundId(roundId)
                .setTaskId(taskId)
                .setTaskRevision(1)
                .setPolicyVersion(policyVersion)
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(IntStream.range(0, prompts.size())
                        .mapToObj(index -> PromptResult.newBuilder()
                                .setPrompt(prompts.get(index))
                                .setPromptIndex(index)
                                .setLogProbability(-7)
                                .setTruncation(new SamplerTruncation(0, 0, 40))
                                .setSeed(1)
                                .setRewards(List.of(new QueryReward(0, (double) index, true, false)))
                                .build())
                        .toList())
                .setExpectedRewards(8)
                .setReceivedRewards(8)
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH)
                .build();
    }
}
