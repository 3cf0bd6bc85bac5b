package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RlPromptStateTest {
    private final FrozenLanguageModel model = new RecurrentLanguageModel(9, 6, 1);

    @Test
    void resumesFromItsStateBitByBit() throws Exception {
        // Given
        PolicySettings settings = SettingsSamples.small(2, 3);
        Policy undisturbed = initial(settings);
        Policy interrupted = initial(settings);

        for (int step = 0; step < 20; step++) {
            // When
            learnOneRound(undisturbed, step);
            learnOneRound(interrupted, step);
            interrupted = new Policies(model)
                    .restore(new PolicySpecification.RlPrompt(settings, Set.of()), interrupted.state());

            // Then
            assertThat(interrupted.state().bytes())
                    .isEqualTo(undisturbed.state().bytes());
            assertThat(interrupted.sample(4, 9)).isEqualTo(undisturbed.sample(4, 9));
        }
    }

    @Test
    void refusesTheStateOfAnotherShape() {
        // Given
        PolicyState state = initial(SettingsSamples.small(2, 3)).state();

        // Then
        assertThatThrownBy(() -> new Policies(model)
                        .restore(new PolicySpecification.RlPrompt(SettingsSamples.small(3, 3), Set.of()), state))
                .isInstanceOf(IncompatibleStateException.class)
                .hasMessageContaining("promptLength=3");
    }

    @Test
    void refusesADamagedState() {
        // Given
        PolicySettings settings = SettingsSamples.small(2, 3);
        byte[] bytes = Arrays.copyOf(initial(settings).state().bytes(), 200);

        // Then
        assertThatThrownBy(() -> new Policies(model)
                        .restore(
                                new PolicySpecification.RlPrompt(settings, Set.of()),
                                new PolicyState(RlPromptState.FORMAT, bytes)))
                .isInstanceOf(IncompatibleStateException.class)
                .hasMessageContaining("damaged");
    }

    private Policy initial(PolicySettings settings) {
        return new Policies(model).initial(new PolicySpecification.RlPrompt(settings, Set.of()));
    }

    private static void learnOneRound(Policy policy, int step) {
        List<ScoredPrompt> round = new ArrayList<>();
        for (SampledPrompt sampled : policy.sample(4, policy.roundSeed("round " + step))) {
            round.add(
                    new ScoredPrompt(sampled.prompt(), sampled.prompt().tokens().getFirst()));
        }
        policy.learn(round);
    }
}
