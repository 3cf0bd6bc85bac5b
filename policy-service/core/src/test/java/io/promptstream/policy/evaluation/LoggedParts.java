package io.promptstream.policy.evaluation;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.policy.learning.WrittenPrompt;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Rounds that tests put together. */
final class LoggedParts {
    private LoggedParts() {}

    static WrittenPrompt prompt(Integer... tokens) {
        return new WrittenPrompt("prompt " + List.of(tokens), List.of(tokens));
    }

    static LoggedPrompt drawn(WrittenPrompt prompt, double probability, double reward) {
        return new LoggedPrompt(prompt, Math.log(probability), reward);
    }

    static LoggedPrompt chosen(WrittenPrompt prompt, double reward) {
        return new LoggedPrompt(prompt, 0, reward);
    }

    static RoundResult round(int number, PromptResult... prompts) {
        return RoundResult.newBuilder()
                .setRoundId(new UUID(0, number))
                .setTaskId("task")
                .setTaskRevision(1)
                .setPolicyVersion(0)
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(List.of(prompts))
                .setExpectedRewards(4)
                .setReceivedRewards(4)
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH)
                .build();
    }

    /** A prompt of one token with its rewards; drawn with probability one half if {@code origin} is SAMPLED. */
    static PromptResult result(PromptOrigin origin, int token, int topK, QueryReward... rewards) {
        return PromptResult.newBuilder()
                .setPrompt(new Prompt("prompt " + token, List.of(token)))
                .setPromptIndex(0)
                .setOrigin(origin)
                .setLogProbability(origin == PromptOrigin.SAMPLED ? Math.log(0.5) : 0)
                .setTruncation(new SamplerTruncation(topK, 0, 8))
                .setSeed(1)
                .setRewards(List.of(rewards))
                .build();
    }

    static QueryReward reward(double value) {
        return new QueryReward(0, value, null, false);
    }

    static QueryReward imputed(double value) {
        return new QueryReward(1, value, null, true);
    }
}
