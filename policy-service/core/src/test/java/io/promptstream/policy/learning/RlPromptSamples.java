package io.promptstream.policy.learning;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Policies over a tiny model, and what they learn. */
final class RlPromptSamples {
    static final FrozenLanguageModel MODEL = new RecurrentLanguageModel(9, 6, 1);

    private RlPromptSamples() {}

    static Policy initial(PolicySettings settings) {
        return new Policies(MODEL).initial(new PolicySpecification.RlPrompt(settings, Set.of()));
    }

    static void learnOneRound(Policy policy, int step) {
        List<ScoredPrompt> round = new ArrayList<>();
        for (SampledPrompt sampled : policy.sample(4, policy.roundSeed("round " + step))) {
            round.add(
                    new ScoredPrompt(sampled.prompt(), sampled.prompt().tokens().getFirst()));
        }
        policy.learn(round);
    }

    static ScoredPrompt scored(double reward, Integer... tokens) {
        return new ScoredPrompt(new WrittenPrompt("", List.of(tokens)), reward);
    }
}
