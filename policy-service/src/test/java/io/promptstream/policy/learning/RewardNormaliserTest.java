package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RewardNormaliserTest {
    private static final PolicySettings BY_ROUND = settings(Normalisation.ROUND);
    private static final PolicySettings RUNNING = settings(Normalisation.RUNNING);

    private final RewardNormaliser normaliser = new RewardNormaliser(0, 0);

    @Test
    void dividesByThePopulationDeviation() {
        // When
        double[] normalised = normaliser.normalise(new double[] {10, 20, 30}, BY_ROUND);

        // Then
        double deviation = Math.sqrt(200.0 / 3) + 1e-4;
        assertThat(normalised).containsExactly(new double[] {-50 / deviation, 0, 50 / deviation}, within(1e-9));
    }

    @Test
    void equalRewardsAreAllAverage() {
        assertThat(normaliser.normalise(new double[] {7, 7}, BY_ROUND)).containsExactly(0, 0);
    }

    @Test
    void aRoundOfNearlyEqualPromptsTeachesLittleOnlyIfFormerRoundsCount() {
        // Given rounds with deviation 10
        for (int round = 0; round < 3; round++) {
            normaliser.remember(new double[] {-10, 10});
        }

        // When
        double[] byRound = normaliser.normalise(new double[] {-1, 1}, BY_ROUND);
        double[] running = normaliser.normalise(new double[] {-1, 1}, RUNNING);

        // Then the mean deviation is (10 + 10 + 10 + 1) / 4
        assertThat(byRound[1]).isCloseTo(5, within(1e-3));
        assertThat(running[1]).isCloseTo(5 / 7.75, within(1e-3));
    }

    @Test
    void aRoundOfGreatDifferencesIsDividedByItsOwnDeviation() {
        // Given
        normaliser.remember(new double[] {-1, 1});

        // When
        double[] running = normaliser.normalise(new double[] {-100, 100}, RUNNING);

        // Then
        assertThat(running[1]).isCloseTo(5, within(1e-3));
    }

    @Test
    void normalisingAloneRemembersNothing() {
        // When
        normaliser.normalise(new double[] {-10, 10}, RUNNING);

        // Then
        assertThat(normaliser.rounds()).isZero();
        assertThat(normaliser.meanDeviation()).isZero();
    }

    @Test
    void formerRoundsFade() {
        // Given
        normaliser.remember(new double[] {-1000, 1000});

        // When
        for (int round = 0; round < 500; round++) {
            normaliser.remember(new double[] {-1, 1});
        }

        // Then
        assertThat(normaliser.meanDeviation()).isBetween(1.0, 1.01);
    }

    @Test
    void rewardsThatAreTooLargeBecomeNoNumbers() {
        assertThat(normaliser.normalise(new double[] {-1e300, 1e300}, RUNNING)).containsOnly(Double.NaN);
    }

    private static PolicySettings settings(Normalisation normalisation) {
        return new PolicySettings(2, 0, 0, 16, 1e-2, 1e-2, 5.0, normalisation, 5.0, 0.0, 0, 7);
    }
}
