package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class NormalisedRewardsTest {

    @Test
    void dividesByThePopulationDeviation() {
        // Given
        double[] rewards = {10, 20, 30};

        // When
        double[] normalised = NormalisedRewards.of(rewards, 5);

        // Then
        double deviation = Math.sqrt(200.0 / 3) + 1e-4;
        assertThat(normalised[0]).isCloseTo(-50 / deviation, within(1e-9));
        assertThat(normalised[1]).isCloseTo(0, within(1e-9));
        assertThat(normalised[2]).isCloseTo(50 / deviation, within(1e-9));
    }

    @Test
    void equalRewardsAreAllAverage() {
        assertThat(NormalisedRewards.of(new double[] {7, 7}, 5)).containsExactly(0, 0);
    }
}
