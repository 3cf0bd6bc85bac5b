package io.promptstream.policy.learning;

import static io.promptstream.policy.learning.RlPromptSamples.MODEL;
import static io.promptstream.policy.learning.RlPromptSamples.initial;
import static io.promptstream.policy.learning.RlPromptSamples.learnOneRound;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RlPromptStateTest {
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
            interrupted = new Policies(MODEL)
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
        assertThatThrownBy(() -> new Policies(MODEL)
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
        assertThatThrownBy(() -> new Policies(MODEL)
                        .restore(
                                new PolicySpecification.RlPrompt(settings, Set.of()),
                                new PolicyState(RlPromptState.FORMAT, bytes)))
                .isInstanceOf(IncompatibleStateException.class)
                .hasMessageContaining("damaged");
    }
}
