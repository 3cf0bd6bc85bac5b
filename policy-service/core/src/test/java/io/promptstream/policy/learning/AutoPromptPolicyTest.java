package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AutoPromptPolicyTest {
    private static final int WORDS = 200;
    private static final int LENGTH = 3;

    private final RecurrentLanguageModel model = new RecurrentLanguageModel(WORDS + 1, 6, 1);
    private final Policies policies = new Policies(model);
    private final PolicySpecification specification = specification(LENGTH, 5);

    private static PolicySpecification specification(int length, int prompts) {
        return new PolicySpecification.AutoPrompt(new AutoPromptSettings(length, 0, prompts, 5), Set.of());
    }

    @Test
    void findsTheBestWordOfEachPlaceInARoundOrTwoForIt() {
        // Given a loss that is linear in the embeddings, so that the gradient says all
        Policy policy = policies.initial(specification);

        // When the first round tells the gradient, and the next ones try each place
        for (int round = 0; round <= LENGTH; round++) {
            learn(policy);
        }

        // Then
        double best = bestOfOnePlace();
        assertThat(reward(policy.greedy())).isCloseTo(LENGTH * best, within(1e-6));
    }

    @Test
    void triesTheTriggerAndOtherWordsAtOnePlace() {
        // Given
        Policy policy = policies.initial(specification);
        learn(policy);

        // When
        List<SampledPrompt> round = policy.sample(5, 1);

        // Then the place is the second, after the first was tried
        WrittenPrompt trigger = policy.greedy();
        assertThat(round.getFirst().prompt()).isEqualTo(trigger);
        assertThat(round)
                .extracting(SampledPrompt::prompt)
                .doesNotHaveDuplicates()
                .allSatisfy(prompt -> {
                    assertThat(prompt.tokens().get(0))
                            .isEqualTo(trigger.tokens().get(0));
                    assertThat(prompt.tokens().get(2))
                            .isEqualTo(trigger.tokens().get(2));
                });
        // Each is as probable as any other, and only these are possible.
        assertThat(round)
                .allSatisfy(sampled -> assertThat(sampled.logProbability())
                        .isEqualTo(policy.logProbabilities(List.of(sampled.prompt()))[0])
                        .isCloseTo(-Math.log(5), within(1e-12)));
        assertThat(policy.logProbabilities(List.of(WrittenPrompt.of(model, new int[] {1, 2}))))
                .containsExactly(Double.NEGATIVE_INFINITY);
        assertThat(policy.sample(5, 2).stream().map(SampledPrompt::prompt).collect(Collectors.toSet()))
                .isEqualTo(round.stream().map(SampledPrompt::prompt).collect(Collectors.toSet()));
        // The gradient of one prompt is enough.
        assertThat(round.stream().filter(sampled -> policy.wantsGradient(sampled.prompt())))
                .hasSize(1);
    }

    @Test
    void keepsTheTriggerThatNothingIsBetterThan() {
        // Given prompts that are equally good where both were tried
        Policy policy = policies.initial(specification);
        WrittenPrompt trigger = policy.greedy();
        List<ScoredPrompt> round = new ArrayList<>();
        for (SampledPrompt sampled : policy.sample(5, 1)) {
            boolean other = !sampled.prompt().equals(trigger);
            round.add(new ScoredPrompt(
                    sampled.prompt(), other ? 50 : 1, other ? Map.of(0, 1.0, 1, 99.0) : Map.of(0, 1.0)));
        }

        // When
        assertThat(policy.learn(round)).isPresent();

        // Then
        assertThat(policy.greedy()).isEqualTo(trigger);
    }

    @Test
    void learnsNothingOfARoundOfAnotherTrigger() {
        Policy policy = policies.initial(specification);
        byte[] before = policy.state().bytes();

        assertThat(policy.learn(List.of(new ScoredPrompt(WrittenPrompt.of(model, new int[] {1, 2, 3}), 1))))
                .isEmpty();
        assertThat(policy.state().bytes()).isEqualTo(before);
    }

    @Test
    void aGradientThatIsNoneLeavesTheWordsToChance() {
        // Given
        Policy policy = policies.initial(specification);
        List<ScoredPrompt> round = policy.sample(5, 1).stream()
                .map(sampled -> new ScoredPrompt(sampled.prompt(), 0, Map.of(0, 0.0), List.of(Float.NaN)))
                .toList();
        Policy without = policies.initial(specification);

        // When
        policy.learn(round);
        without.learn(round.stream()
                .map(scored -> new ScoredPrompt(scored.prompt(), 0, Map.of(0, 0.0)))
                .toList());

        // Then
        assertThat(policy.state().bytes()).isEqualTo(without.state().bytes());
    }

    @Test
    void continuesFromItsStateAsIfItHadNeverStopped() throws Exception {
        // Given
        Policy policy = policies.initial(specification);
        learn(policy);
        learn(policy);
        Policy restored = new Policies(model).restore(specification, policy.state());

        // When
        learn(policy);
        learn(restored);

        // Then
        assertThat(restored.state().format()).isEqualTo("autoprompt/1");
        assertThat(restored.state().bytes()).isEqualTo(policy.state().bytes());
        assertThat(restored.sample(5, 3)).isEqualTo(policy.sample(5, 3));
        assertThatThrownBy(() -> policies.restore(specification(2, 5), policy.state()))
                .isInstanceOf(IncompatibleStateException.class)
                .hasMessageContaining("promptLength=2");
    }

    private void learn(Policy policy) {
        List<ScoredPrompt> round = new ArrayList<>();
        for (SampledPrompt sampled : policy.sample(5, policy.roundSeed("round"))) {
            double reward = reward(sampled.prompt());
            round.add(new ScoredPrompt(
                    sampled.prompt(),
                    reward,
                    Map.of(0, reward),
                    policy.wantsGradient(sampled.prompt()) ? gradient() : List.of()));
        }
        assertThat(policy.learn(round)).isPresent();
    }

    /** Of a loss that is minus the reward. */
    private static List<Float> gradient() {
        List<Float> gradient = new ArrayList<>();
        for (int place = 0; place < LENGTH; place++) {
            gradient.addAll(List.of(-1f, 1f, -0.5f, 0f, 0f, 0f));
        }
        return gradient;
    }

    private double reward(WrittenPrompt prompt) {
        return prompt.tokens().stream().mapToDouble(this::reward).sum();
    }

    private double reward(int token) {
        float[] embedding = model.outputEmbedding()[token];
        return embedding[0] - embedding[1] + 0.5 * embedding[2];
    }

    private double bestOfOnePlace() {
        double best = Double.NEGATIVE_INFINITY;
        for (int token = 1; token <= WORDS; token++) {
            best = Math.max(best, reward(token));
        }
        return best;
    }
}
