package io.promptstream.policy.learning;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.SamplerTruncation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Rounds that tests put together. */
final class RoundParts {
    static final int QUERIES = 16;

    private RoundParts() {}

    /** Sampled by version 0. */
    static RoundResult round(int number, PromptResult... results) {
        return RoundResult.newBuilder()
                .setRoundId(new UUID(0, number))
                .setTaskId("task")
                .setTaskRevision(1)
                .setPolicyVersion(0)
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(List.of(results))
                .setExpectedRewards(4)
                .setReceivedRewards(4)
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.ofEpochMilli(number))
                .build();
    }

    /** A sampled prompt of two tokens. */
    static PromptResult result(int index, int token, double... rewards) {
        return result(index, new Prompt("prompt " + token, List.of(token, 5)), rewards);
    }

    /** A sampled prompt with one reward a query; every other answer is correct. */
    static PromptResult result(int index, Prompt prompt, double... rewards) {
        List<QueryReward> values = new ArrayList<>();
        for (double reward : rewards) {
            values.add(new QueryReward(values.size(), reward, values.size() % 2 == 1, false));
        }
        return PromptResult.newBuilder()
                .setPrompt(prompt)
                .setPromptIndex(index)
                .setOrigin(PromptOrigin.SAMPLED)
                .setLogProbability(-4)
                .setTruncation(new SamplerTruncation(0, 0, 8))
                .setSeed(1)
                .setRewards(values)
                .build();
    }

    /** A prompt that is known by its text, with one reward a query. */
    static PromptResult result(String text, double... rewards) {
        return result(0, prompt(text), rewards);
    }

    /** A prompt that earns the same on each of {@link #QUERIES}. */
    static PromptResult steady(String text, double reward) {
        return result(
                text, IntStream.range(0, QUERIES).mapToDouble(query -> reward).toArray());
    }

    static Prompt prompt(String text) {
        return new Prompt(text, List.of());
    }
}
