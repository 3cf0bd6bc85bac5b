package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.RlPromptSamples.MODEL;
import static io.promptstream.policy.learning.RlPromptSamples.initial;
import static io.promptstream.policy.learning.RlPromptSamples.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RlPromptPolicyTest {
    @Test
    void lossEqualsTheFormulasAndItsGradientFiniteDifferences() {
        // Given
        PolicySettings settings =
                new PolicySettings(3, 0, 0, 5, 1e-3, 1e-3, 5.0, Normalisation.ROUND, 5.0, 0, -0.5, 0, 7, 0, 0);
        RlPromptState state = RlPromptState.initial(MODEL, settings, Set.of());
        randomise(state.online(), 11);
        randomise(state.target(), 12);
        RlPromptPolicy policy = new RlPromptPolicy(MODEL, settings, state);
        int[][] prompts = {{1, 5, 2}, {8, 8, 3}, {4, 1, 7}};
        double[] rewards = {4.0, -6.0, 1.5};

        // When
        AdapterWeights gradient = AdapterWeights.zeros(6, 5);
        double loss = policy.lossAndGradient(prompts, rewards, gradient);

        // Then
        assertThat(loss)
                .isCloseTo(
                        ReferenceLoss.of(MODEL, state.online(), state.target(), prompts, rewards, -0.5), within(1e-4));
        for (int row = 0; row < gradient.rows().length; row++) {
            for (int i = 0; i < gradient.rows()[row].length; i++) {
                double slope = ReferenceLoss.slope(
                        state.online().rows()[row],
                        i,
                        1e-4f,
                        changed -> ReferenceLoss.of(MODEL, state.online(), state.target(), prompts, rewards, -0.5));
                assertThat(gradient.rows()[row][i])
                        .as("gradient of row %d, column %d", row, i)
                        .isCloseTo((float) slope, within(1e-3f + 1e-3f * (float) Math.abs(slope)));
            }
        }
    }

    @Test
    void aStepBeginsWithTheTargetAndFollowsAdam() {
        // Given
        PolicySettings settings =
                new PolicySettings(2, 0, 0, 5, 1e-3, 0.25, 1e9, Normalisation.ROUND, 5.0, 0, 0.0, 0, 7, 0, 0);
        RlPromptState state = RlPromptState.initial(MODEL, settings, Set.of());
        randomise(state.online(), 11);
        randomise(state.target(), 12);
        AdapterWeights online = state.online().copy();
        AdapterWeights target = state.target().copy();
        RlPromptPolicy policy = new RlPromptPolicy(MODEL, settings, state);

        // When
        policy.learn(List.of(scored(3.0, 1, 2), scored(-1.0, 4, 4)));

        // Then
        for (int row = 0; row < online.rows().length; row++) {
            for (int i = 0; i < online.rows()[row].length; i++) {
                assertThat(state.target().rows()[row][i])
                        .isCloseTo(0.75f * target.rows()[row][i] + 0.25f * online.rows()[row][i], within(1e-6f));
                // Adam's first step has the length of the learning rate, whatever the gradient
                float moved = Math.abs(state.online().rows()[row][i] - online.rows()[row][i]);
                assertThat(moved).isBetween(0f, 1.001e-3f);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void twoHundredStepsReachTheBetterArm(long seed) {
        // Given two arms: prompts of the token 1 earn 1, of the token 2 nothing
        FrozenLanguageModel twoArms = new RecurrentLanguageModel(3, 8, 100 + seed);
        Policy policy = new Policies(twoArms)
                .initial(new PolicySpecification.RlPrompt(SettingsSamples.small(1, seed), Set.of()));
        Random noise = new Random(seed);

        // When
        for (int step = 0; step < 200; step++) {
            List<ScoredPrompt> round = new ArrayList<>();
            for (SampledPrompt sampled : policy.sample(4, policy.roundSeed("round " + step))) {
                double arm = sampled.prompt().tokens().getFirst() == 1 ? 1 : 0;
                round.add(new ScoredPrompt(sampled.prompt(), arm + 0.5 * noise.nextGaussian()));
            }
            policy.learn(round);
        }

        // Then
        assertThat(policy.greedy().tokens()).containsExactly(1);
    }

    @Test
    void leavesOutPromptsThatItCannotHaveWritten() {
        // Given
        Policy policy = initial(SettingsSamples.small(2, 3));
        byte[] before = policy.state().bytes();

        // When
        var step = policy.learn(List.of(scored(1, 1, 2), scored(2, 1), scored(3, 1, 99), scored(4, 0, 1)));

        // Then
        assertThat(step).isEmpty();
        assertThat(policy.state().bytes()).isEqualTo(before);
    }

    @Test
    void takesNoStepWhoseLossIsNotFinite() {
        // Given
        PolicySettings settings = SettingsSamples.small(2, 3);
        RlPromptState state = RlPromptState.initial(MODEL, settings, Set.of());
        for (float[] row : state.online().rows()) {
            Arrays.fill(row, 1e38f);
        }
        RlPromptPolicy policy = new RlPromptPolicy(MODEL, settings, state);
        byte[] before = policy.state().bytes();

        // When
        var step = policy.learn(List.of(scored(1, 1, 2), scored(2, 4, 4)));

        // Then
        assertThat(step).isEmpty();
        assertThat(policy.state().bytes()).isEqualTo(before);
    }

    private static void randomise(AdapterWeights weights, long seed) {
        Random random = new Random(seed);
        for (float[] row : weights.rows()) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) (0.4 * random.nextGaussian());
            }
        }
    }
}
