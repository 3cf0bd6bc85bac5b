package io.promptstream.policy.round;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.SamplerTruncation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Round results that tests start from. */
public final class RoundSamples {
    private RoundSamples() {}

    /** Four prompts of two tokens from 1 to 8 on two queries; the rewards follow from the round's id. */
    public static RoundResult result(UUID roundId, String taskId, long policyVersion) {
        long variety = roundId.getLeastSignificantBits();
        return RoundResult.newBuilder()
                .setRoundId(roundId)
                .setTaskId(taskId)
                .setTaskRevision(1)
                .setPolicyVersion(policyVersion)
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(IntStream.range(0, 4)
                        .mapToObj(index -> prompt(index, (int) Math.floorMod(variety + 3L * index, 8L) + 1))
                        .toList())
                .setExpectedRewards(8)
                .setReceivedRewards(8)
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH)
                .build();
    }

    private static PromptResult prompt(int index, int token) {
        return PromptResult.newBuilder()
                .setPrompt(new Prompt("w w", List.of(token, 1 + index)))
                .setPromptIndex(index)
                .setLogProbability(-4)
                .setTruncation(new SamplerTruncation(0, 0, 8))
                .setSeed(1)
                .setRewards(List.of(
                        new QueryReward(0, (double) token, token > 4, false),
                        new QueryReward(1, token + 1.0, token > 4, false)))
                .build();
    }
}
