package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RewardNormaliserTest {
    private static final PolicySettings BY_ROUND = settings(Normalisation.ROUND);
    private static final PolicySettings RUNNING = settings(Normalisation.RUNNING);

    private final RewardNormaliser normaliser = new RewardNormaliser(0, 0);

    @Test
    void dividesByThePopulationDeviation() {
        // When
        double[] normalised = normalise(round(10, 20, 30), BY_ROUND);

        // Then
        double deviation = Math.sqrt(200.0 / 3) + 1e-4;
        assertThat(normalised).containsExactly(new double[] {-50 / deviation, 0, 50 / deviation}, within(1e-9));
    }

    @Test
    void equalRewardsAreAllAverage() {
        assertThat(normalise(round(7, 7), BY_ROUND)).containsExactly(0, 0);
    }

    @Test
    void aRoundOfNearlyEqualPromptsTeachesLittleOnlyIfFormerRoundsCount() {
        // Given rounds with deviation 10
        for (int round = 0; round < 3; round++) {
            normaliser.remember(round(-10, 10));
        }

        // When
        double[] byRound = normalise(round(-1, 1), BY_ROUND);
        double[] running = normalise(round(-1, 1), RUNNING);

        // Then the mean deviation is (10 + 10 + 10 + 1) / 4
        assertThat(byRound[1]).isCloseTo(5, within(1e-3));
        assertThat(running[1]).isCloseTo(5 / 7.75, within(1e-3));
    }

    @Test
    void aRoundOfGreatDifferencesIsDividedByItsOwnDeviation() {
        // Given
        normaliser.remember(round(-1, 1));

        // When
        double[] running = normalise(round(-100, 100), RUNNING);

        // Then
        assertThat(running[1]).isCloseTo(5, within(1e-3));
    }

    @Test
    void normalisingAloneRemembersNothing() {
        // When
        normalise(round(-10, 10), RUNNING);

        // Then
        assertThat(normaliser.rounds()).isZero();
        assertThat(normaliser.meanDeviation()).isZero();
    }

    @Test
    void formerRoundsFade() {
        // Given
        normaliser.remember(round(-1000, 1000));

        // When
        for (int round = 0; round < 500; round++) {
            normaliser.remember(round(-1, 1));
        }

        // Then
        assertThat(normaliser.meanDeviation()).isBetween(1.0, 1.01);
    }

    @Test
    void rewardsThatAreTooLargeBecomeNoNumbers() {
        assertThat(normalise(round(-1e300, 1e300), RUNNING)).containsOnly(Double.NaN);
    }

    @Test
    void shiftsWhatWasScaled() {
        // Given RLPrompt's recipe for generation
        PolicySettings settings = settings(Normalisation.ROUND, 100, -20);

        // Then
        assertThat(normalise(round(-1, 1), settings)).containsExactly(new double[] {-120, 80}, within(0.02));
    }

    @Test
    void aHardQueryDoesNotOutweighAnEasyOneIfEachStandsForItself() {
        // Given a query on which rewards differ by a hundred, and one on which they differ the other way by two
        List<ScoredPrompt> round = List.of(scored(Map.of(0, 0.0, 1, 2.0)), scored(Map.of(0, 100.0, 1, 0.0)));

        // When
        double[] byRound = normalise(round, BY_ROUND);
        double[] byQuery = normalise(round, settings(Normalisation.QUERY));

        // Then
        assertThat(byRound[1]).isCloseTo(5, within(1e-3));
        assertThat(byQuery).containsExactly(new double[] {0, 0}, within(1e-3));
    }

    @Test
    void aPromptIsComparedOnTheQueriesThatItWasTriedOn() {
        // Given
        List<ScoredPrompt> round =
                List.of(scored(Map.of(0, 10.0, 1, 4.0)), scored(Map.of(0, 30.0)), scored(Map.of(1, 8.0, 2, 50.0)));

        // When
        double[] normalised = normalise(round, settings(Normalisation.QUERY));

        // Then the first is below on both of its queries, the third above on one and alone on the other
        assertThat(normalised).containsExactly(new double[] {-5, 5, 2.5}, within(1e-3));
    }

    private static List<ScoredPrompt> round(double... rewards) {
        return Arrays.stream(rewards)
                .mapToObj(reward -> scored(Map.of(0, reward)))
                .toList();
    }

    private static ScoredPrompt scored(Map<Integer, Double> byQuery) {
        double mean = byQuery.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        return new ScoredPrompt(new WrittenPrompt("a prompt", List.of(1)), mean, byQuery);
    }

    private double[] normalise(List<ScoredPrompt> round, PolicySettings settings) {
        return RewardNormaliser.scaled(normaliser.standardise(round, settings.normalisation()), settings);
    }

    private static PolicySettings settings(Normalisation normalisation) {
        return settings(normalisation, 5, 0);
    }

    private static PolicySettings settings(Normalisation normalisation, double scale, double shift) {
        return new PolicySettings(2, 0, 0, 16, 1e-2, 1e-2, 5.0, normalisation, scale, shift, 0.0, 0, 7, 0, 0);
    }
}
