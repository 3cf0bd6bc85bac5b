package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BayesianPolicyTest {
    private static final int WORDS = 40;

    private final RecurrentLanguageModel model = new RecurrentLanguageModel(WORDS + 1, 6, 1);
    private final Policies policies = new Policies(model);
    private final PolicySpecification specification = specification(3, Set.of());

    private static PolicySpecification specification(int longest, Set<String> excluded) {
        return new PolicySpecification.Bayesian(new BayesianSettings(longest, 0, 0.1, 1, 5), excluded);
    }

    @Test
    void findsTheBestPromptWithFarFewerTriesThanThereArePrompts() {
        // Given 65,640 prompts, whose rewards are a direction of their last word's embedding, and noise by query and
        // prompt
        Policy policy = policies.initial(specification);
        Random noise = new Random(3);

        // When 960 prompts were tried on two queries each
        for (int round = 0; round < 60; round++) {
            List<ScoredPrompt> scored = new ArrayList<>();
            double[] easiness = {10 * noise.nextGaussian(), 10 * noise.nextGaussian()};
            for (SampledPrompt sampled : policy.sample(16, policy.roundSeed("round-" + round))) {
                double first = easiness[0] + reward(sampled.prompt()) + noise.nextGaussian();
                double second = easiness[1] + reward(sampled.prompt()) + noise.nextGaussian();
                scored.add(new ScoredPrompt(sampled.prompt(), (first + second) / 2, Map.of(0, first, 1, second)));
            }
            assertThat(policy.learn(scored)).isPresent();
        }

        // Then the last word is the best or the second best of all
        double learned = reward(policy.greedy());
        long better = allWords().stream().filter(word -> reward(word) > learned).count();
        assertThat(better).isLessThanOrEqualTo(1);
    }

    private List<WrittenPrompt> allWords() {
        List<WrittenPrompt> words = new ArrayList<>();
        for (int token = 1; token <= WORDS; token++) {
            words.add(WrittenPrompt.of(model, new int[] {token}));
        }
        return words;
    }

    private double reward(WrittenPrompt prompt) {
        float[] last = model.outputEmbedding()[prompt.tokens().getLast()];
        return last[0] - last[1] + 0.5 * last[2];
    }

    @Test
    void equalRoundsMakeEqualPoliciesAlsoFromTheMiddle() throws Exception {
        // Given
        Policy policy = policies.initial(specification);
        learn(policy, 0);
        Policy restored = policies.restore(specification, policy.state());

        // When
        learn(policy, 1);
        learn(restored, 1);

        // Then
        assertThat(restored.state().bytes()).isEqualTo(policy.state().bytes());
        assertThat(restored.sample(3, 9)).isEqualTo(policy.sample(3, 9));
        assertThat(restored.greedy()).isEqualTo(policy.greedy());
    }

    @Test
    void learningAgainBeginsWithNothingButOtherDraws() {
        // Given
        Policy policy = policies.initial(specification);
        List<WrittenPrompt> some = allWords();
        double[] initial = policy.logProbabilities(some);
        learn(policy, 0);
        long seed = policy.roundSeed("round");

        // When
        policy.learnAgain();

        // Then
        assertThat(policy.logProbabilities(some)).isEqualTo(initial);
        assertThat(policy.roundSeed("round")).isEqualTo(seed);
    }

    @Test
    void drawsForEachContextWhatEarnsThere() throws Exception {
        // Given queries of which the second wants the opposite of the first
        Policy policy = policies.initial(specification);
        Map<Integer, Integer> contexts = Map.of(0, 0, 1, 1);

        // When
        for (int round = 0; round < 60; round++) {
            List<ScoredPrompt> scored = new ArrayList<>();
            for (SampledPrompt sampled : policy.sample(16, policy.roundSeed("round-" + round), List.of(0, 1))) {
                double reward = reward(sampled.prompt());
                scored.add(new ScoredPrompt(sampled.prompt(), 0, Map.of(0, reward, 1, -reward)));
            }
            policy.learn(scored, contexts, 2);
        }
        Policy restored = policies.restore(specification, policy.state());

        // Then
        List<SampledPrompt> sampled = policy.sample(40, 4, List.of(0, 1));
        assertThat(restored.sample(40, 4, List.of(0, 1))).isEqualTo(sampled);
        assertThat(meanReward(sampled, 0)).isGreaterThan(meanReward(sampled, 1) + 1);

        // When the task asks for one prompt for all again
        policy.learn(List.of(scored(sampled.get(0)), scored(sampled.get(1))));

        // Then
        assertThat(policy.state().format()).isEqualTo("bayesian/1");
        assertThat(policy.sample(2, 4, List.of(0, 1)))
                .extracting(SampledPrompt::context)
                .containsOnly(Optional.empty());
    }

    private static ScoredPrompt scored(SampledPrompt sampled) {
        return new ScoredPrompt(sampled.prompt(), sampled.seed() % 7);
    }

    private double meanReward(List<SampledPrompt> sampled, int context) {
        return sampled.stream()
                .filter(each -> each.context().equals(Optional.of(context)))
                .mapToDouble(each -> reward(each.prompt()))
                .average()
                .orElseThrow();
    }

    private static void learn(Policy policy, int round) {
        List<ScoredPrompt> scored = policy.sample(8, policy.roundSeed("r" + round)).stream()
                .map(sampled -> new ScoredPrompt(
                        sampled.prompt(), sampled.prompt().tokens().getLast() % 7))
                .toList();
        policy.learn(scored);
    }

    @Test
    void saysHowProbableItsPromptsWere() {
        // Given
        Policy policy = policies.initial(specification);
        assertThat(policy.sample(20, 4).stream()
                        .map(prompt -> prompt.prompt().tokens().size()))
                .contains(1, 2, 3);
        learn(policy, 0);

        // When
        List<SampledPrompt> sampled = policy.sample(20, 4);
        double[] again = policy.logProbabilities(
                sampled.stream().map(SampledPrompt::prompt).toList());

        // Then
        for (int n = 0; n < again.length; n++) {
            assertThat(again[n]).isCloseTo(sampled.get(n).logProbability(), within(1e-12));
        }
        assertThat(policy.logProbabilities(List.of(
                        new WrittenPrompt("written by hand", List.of()),
                        new WrittenPrompt("too long", List.of(1, 2, 3, 4)))))
                .containsExactly(Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }

    @Test
    void neverWritesALabelWord() {
        // Given
        String word = model.text(7).strip();
        Policy policy = policies.initial(specification(3, Set.of(word)));

        // Then
        assertThat(policy.truncation().candidates()).isEqualTo(WORDS - 1);
        assertThat(policy.logProbabilities(List.of(WrittenPrompt.of(model, new int[] {7}))))
                .containsExactly(Double.NEGATIVE_INFINITY);
    }

    @Test
    void learnsNothingFromASinglePromptOrFromOthersPrompts() {
        // Given
        Policy policy = policies.initial(specification);
        byte[] before = policy.state().bytes();

        // Then
        assertThat(policy.learn(List.of(
                        new ScoredPrompt(WrittenPrompt.of(model, new int[] {3}), 1),
                        new ScoredPrompt(new WrittenPrompt("by hand", List.of()), 2))))
                .isEmpty();
        assertThat(policy.state().bytes()).isEqualTo(before);
    }

    @Test
    void learnsFromPromptsThatPeopleWroteByTheirLastWords() {
        // Given
        Policy policy = policies.initial(specification);
        WrittenPrompt good = WrittenPrompt.of(model, new int[] {9, 4});
        WrittenPrompt bad = WrittenPrompt.of(model, new int[] {9, 12});
        String start = "Something unknown " + model.text(9).strip().toUpperCase(Locale.ROOT);

        // When
        policy.learn(List.of(
                new ScoredPrompt(new WrittenPrompt(start + model.text(4), List.of()), 10),
                new ScoredPrompt(new WrittenPrompt(start + model.text(12), List.of()), -10)));
        Policy drawn = policies.initial(specification);
        drawn.learn(List.of(new ScoredPrompt(good, 10), new ScoredPrompt(bad, -10)));

        // Then it knows as much as of its own prompts of these words
        assertThat(policy.state().bytes()).isEqualTo(drawn.state().bytes());
        double[] probabilities = policy.logProbabilities(List.of(good, bad));
        assertThat(probabilities[0]).isGreaterThan(probabilities[1]);
    }

    @Test
    void startsAnewWhereThePromptsMayBeLonger() {
        // Given
        PolicyState state = policies.initial(specification).state();

        // Then
        assertThatThrownBy(() -> policies.restore(specification(4, Set.of()), state))
                .isInstanceOf(IncompatibleStateException.class)
                .hasMessageContaining("promptLength=4");
    }

    @Test
    void settingsThatMakeNoPolicyAreRefused() {
        assertThatThrownBy(() -> new BayesianSettings(9, 0, 0.1, 1, 1))
                .hasMessage("promptLength is 9: write a positive number of words, at most 8");
        assertThatThrownBy(() -> new BayesianSettings(3, 0, 0, 1, 1))
                .hasMessage("temperature is 0.0: write a positive number");
    }
}
