package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.RlPromptSamples.MODEL;
import static io.promptstream.policy.learning.RlPromptSamples.initial;
import static io.promptstream.policy.learning.RlPromptSamples.learnOneRound;
import static io.promptstream.policy.learning.RlPromptSamples.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What prompts the policy draws, and with which probabilities. */
class RlPromptSamplingTest {
    @Test
    void firstPolicyIsNearlyUniform() {
        // Given
        Policy policy = initial(SettingsSamples.small(2, 3));

        // When
        List<SampledPrompt> prompts = policy.sample(50, 1);

        // Then
        assertThat(prompts)
                .allSatisfy(prompt -> assertThat(prompt.logProbability()).isCloseTo(-2 * Math.log(8), within(0.01)));
    }

    @Test
    void logProbabilityIsThatOfTheWholePolicyAndTheDrawThatOfItsTop() {
        // Given
        PolicySettings settings =
                new PolicySettings(1, 2, 0, 16, 1e-2, 1e-2, 5, Normalisation.RUNNING, 5, 0, 0, 0, 3, 0, 0);
        Policy policy = initial(settings);
        for (int step = 0; step < 5; step++) {
            learnOneRound(policy, step);
        }

        // When
        List<SampledPrompt> prompts = policy.sample(500, 4);

        // Then
        assertThat(prompts.stream().map(SampledPrompt::prompt).distinct()).hasSize(2);
        assertThat(prompts.stream()
                        .mapToDouble(prompt -> Math.exp(prompt.logProbability()))
                        .distinct()
                        .sum())
                .isLessThan(0.9);
        assertThat(policy.truncation()).isEqualTo(new SamplingTruncation(2, 0, 8));
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "0, 3, 0", "2, 0, 7", "0, 5, 7"})
    void logProbabilitiesAreThoseThatSamplingReported(int topK, int fluencyTopK, int candidates) {
        // Given
        Policy policy = initial(new PolicySettings(
                3, topK, candidates, 16, 1e-2, 1e-2, 5, Normalisation.RUNNING, 5, 0, -0.5, fluencyTopK, 3, 0, 0));
        for (int step = 0; step < 5; step++) {
            learnOneRound(policy, step);
        }

        // When
        List<SampledPrompt> prompts = policy.sample(150, 4);
        double[] logProbabilities = policy.logProbabilities(
                prompts.stream().map(SampledPrompt::prompt).toList());

        // Then
        assertThat(logProbabilities)
                .containsExactly(
                        prompts.stream()
                                .mapToDouble(SampledPrompt::logProbability)
                                .toArray(),
                        within(1e-9));
    }

    @Test
    void probabilitiesOfAllPromptsAddUpToOneAndThoseOfOthersAreNothing() {
        // Given
        Policy policy =
                initial(new PolicySettings(2, 0, 0, 16, 1e-2, 1e-2, 5, Normalisation.RUNNING, 5, 0, 0, 3, 3, 0, 0));
        learnOneRound(policy, 1);
        List<WrittenPrompt> all = new ArrayList<>();
        for (int first = 1; first < 9; first++) {
            for (int second = 1; second < 9; second++) {
                all.add(scored(0, first, second).prompt());
            }
        }

        // When
        double[] logProbabilities = policy.logProbabilities(all);

        // Then
        assertThat(Arrays.stream(logProbabilities).map(Math::exp).sum()).isCloseTo(1, within(1e-5));
        assertThat(Arrays.stream(logProbabilities).filter(Double::isFinite)).hasSize(9);
        assertThat(policy.logProbabilities(
                        List.of(scored(0, 1).prompt(), scored(0, 0, 1).prompt(), new WrittenPrompt("text", List.of()))))
                .containsOnly(Double.NEGATIVE_INFINITY);
    }

    @Test
    void fluencyMaskKeepsTheFrozenModelsOwnTokens() {
        // Given
        Policy policy =
                initial(new PolicySettings(1, 0, 0, 16, 1e-2, 1e-2, 5, Normalisation.RUNNING, 5, 0, 0, 3, 3, 0, 0));

        // When
        List<SampledPrompt> prompts = policy.sample(200, 4);

        // Then
        assertThat(prompts.stream().map(SampledPrompt::prompt).distinct()).hasSize(3);
    }

    @Test
    void candidatesAreWholeWordsWithoutLabelWords() {
        // Given
        String label = RecurrentLanguageModel.word(4);
        PolicySettings settings =
                new PolicySettings(1, 0, 7, 16, 1e-2, 1e-2, 5, Normalisation.RUNNING, 5, 0, 0, 0, 3, 0, 0);
        Policy policy = new Policies(MODEL).initial(new PolicySpecification.RlPrompt(settings, Set.of(label)));

        // When
        List<SampledPrompt> prompts = policy.sample(500, 4);

        // Then
        assertThat(prompts.stream().map(prompt -> prompt.prompt().text()).distinct())
                .hasSize(7)
                .doesNotContain(label);
    }
}
