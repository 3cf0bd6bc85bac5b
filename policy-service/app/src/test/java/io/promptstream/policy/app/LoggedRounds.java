package io.promptstream.policy.app;

import io.promptstream.event.Prompt;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.policy.RoundSamples;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;

/** Rounds of a policy that draws each of three prompts equally, with rewards that depend on prompt and query. */
final class LoggedRounds {
    private static final List<String> PROMPTS = List.of("good", "bad", "worse");

    private LoggedRounds() {}

    static Stream<PromptResult> draws(RoundResult round) {
        return round.getPrompts().stream().filter(prompt -> prompt.getOrigin() == PromptOrigin.SAMPLED);
    }

    static double reward(PromptResult prompt) {
        return prompt.getRewards().getFirst().getValue();
    }

    /** Rounds that try "worse" on purpose and draw two prompts. */
    static List<RoundResult> rounds(int first, int end, int topK) {
        Random random = new Random(first);
        RoundResult frame = RoundSamples.rounds("opinions", 0, 1).getFirst();
        List<RoundResult> rounds = new ArrayList<>();
        for (int number = first; number < end; number++) {
            double easiness = random.nextGaussian();
            rounds.add(RoundResult.newBuilder(frame)
                    .setRoundId(new UUID(7, number))
                    .setPolicyVersion(0)
                    .setPrompts(List.of(
                            prompt(PromptOrigin.CHAMPION, 2, easiness, 1, random),
                            prompt(PromptOrigin.SAMPLED, random.nextInt(3), easiness, topK, random),
                            prompt(PromptOrigin.SAMPLED, random.nextInt(3), easiness, topK, random)))
                    .build());
        }
        return rounds;
    }

    private static PromptResult prompt(PromptOrigin origin, int prompt, double easiness, int topK, Random random) {
        double reward = 9 - 3 * prompt + easiness + random.nextGaussian();
        return PromptResult.newBuilder()
                .setPrompt(new Prompt(PROMPTS.get(prompt), List.of()))
                .setPromptIndex(0)
                .setOrigin(origin)
                .setLogProbability(origin == PromptOrigin.SAMPLED ? -StrictMath.log(3) : 0)
                .setTruncation(new SamplerTruncation(topK, 0, 3))
                .setSeed(1)
                .setRewards(List.of(new QueryReward(0, reward, true, false)))
                .build();
    }
}
