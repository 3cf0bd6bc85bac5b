package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.DriftState;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptStanding;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DriftMonitorTest {
    private static final int QUERIES = 4;
    private static final DriftSettings SETTINGS = new DriftSettings(500, 1);

    private final Random random = new Random(7);

    /** A champion that goes on being it, and the test. */
    private static final class Stream {
        private final DriftMonitor monitor;
        private final Standing champion = new Standing(new Prompt("champion", List.of()), 0);
        private long version;

        Stream(DriftMonitor monitor) {
            this.monitor = monitor;
        }

        boolean round(double reward, int queries) {
            PromptStanding before = champion.event();
            champion.beginRound(version);
            for (int query = 0; query < queries; query++) {
                champion.add(reward);
            }
            return monitor.notices(before, reward, queries, version++);
        }

        /** Rounds until a change is noticed, at most so many. */
        int rounds(DoubleSupplier reward, int most) {
            for (int round = 1; round < most; round++) {
                if (round(reward.getAsDouble(), QUERIES)) {
                    return round;
                }
            }
            return most;
        }
    }

    @ParameterizedTest
    @CsvSource({"168, 1, 4", "465, 1, 5", "370, 0.5, 8.01", "370, 1, 4.77", "370, 2, 2.52"})
    void thresholdsAreThoseOfPublishedTables(long runLength, double shift, double threshold) {
        // Hawkins, Journal of Quality Technology 25, 1993; Montgomery, Introduction to Statistical Quality Control
        assertThat(new DriftSettings(runLength, shift).threshold()).isCloseTo(threshold, within(0.05));
    }

    @Test
    void falseAlarmsAreAboutAsRareAsIsAskedFor() {
        // Given rewards that do not change, by streams that begin with nothing known
        double sum = 0;
        int streams = 400;

        // When
        for (int n = 0; n < streams; n++) {
            sum += new Stream(new DriftMonitor(SETTINGS)).rounds(() -> 10 + 5 * random.nextGaussian(), 20_000);
        }

        // Then the standard error of the mean is a twentieth of it
        assertThat(sum / streams).isBetween(350.0, 900.0);
    }

    @Test
    void skewedRewardsGiveHardlyMoreFalseAlarms() {
        // Given what log-probabilities look like: most near 0, a few far below
        double sum = 0;
        int streams = 200;

        // When
        for (int n = 0; n < streams; n++) {
            sum += new Stream(new DriftMonitor(SETTINGS)).rounds(this::skewed, 20_000);
        }

        // Then
        assertThat(sum / streams).isGreaterThan(150);
    }

    /** Mean of four exponential variables. */
    private double skewed() {
        double mean = 0;
        for (int query = 0; query < QUERIES; query++) {
            mean += StrictMath.log(random.nextDouble()) / QUERIES;
        }
        return mean;
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, 1})
    void aShiftIsNoticedSoonInEitherDirection(double side) {
        // Given
        double small = 0;
        double large = 0;
        int streams = 100;
        for (int n = 0; n < streams; n++) {
            // When rewards change by one deviation of a round, or by four
            small += delay(side * 5) / (double) streams;
            large += delay(side * 20) / (double) streams;
        }

        // Then
        assertThat(small).isBetween(5.0, 25.0);
        assertThat(large).isBetween(1.0, 5.0);
    }

    private int delay(double shift) {
        Stream stream = new Stream(new DriftMonitor(new DriftSettings(20_000, 1)));
        for (int round = 0; round < 200; round++) {
            stream.round(10 + 5 * random.nextGaussian(), QUERIES);
        }
        return stream.rounds(() -> 10 + shift + 5 * random.nextGaussian(), 1_000);
    }

    @Test
    void oneOddRoundIsNoChangeAndRewardsThatAreAllTheSameAreNone() {
        // Given
        Stream stream = new Stream(new DriftMonitor(SETTINGS));
        boolean noticed = false;

        // When
        for (int round = 0; round < 150; round++) {
            noticed |= stream.round(round == 140 ? -1e90 : 1, QUERIES);
        }

        // Then
        assertThat(noticed).isFalse();
    }

    @Test
    void aRoundOfFewQueriesIsWorthLess() {
        // Given
        DriftMonitor few = new DriftMonitor(SETTINGS);
        DriftMonitor many = new DriftMonitor(SETTINGS);
        PromptStanding known = known(64, 10);
        for (DriftMonitor monitor : List.of(few, many)) {
            for (int round = 0; round < 80; round++) {
                monitor.notices(known, round % 2 == 0 ? 9 : 11, QUERIES, round);
            }
        }

        // When
        few.notices(known, 12, 1, 80);
        many.notices(known, 12, 16, 80);

        // Then
        assertThat(many.event().getAbove()).isGreaterThan(few.event().getAbove() + 1);
    }

    @Test
    void aNewChampionMayEarnALittleLessThanOnItsTrial() {
        // Given a prompt whose luck was two thirds of a deviation of a round, in sixteen of them
        int alarmsOfTheNew = 0;
        int alarms = 0;
        for (int n = 0; n < 400; n++) {
            alarmsOfTheNew += alarm(64) ? 1 : 0;
            alarms += alarm(0) ? 1 : 0;
        }

        // Then
        assertThat(alarms).isGreaterThan(20);
        assertThat(alarmsOfTheNew).isLessThan(alarms / 2);
    }

    private boolean alarm(long trialQueries) {
        DriftMonitor monitor = new DriftMonitor(new DriftSettings(5_000, 1));
        PromptStanding before = known(10_000, 0);
        for (int round = 0; round < 64; round++) {
            monitor.notices(before, random.nextGaussian(), QUERIES, round);
        }
        Stream stream = new Stream(monitor);
        for (int round = 0; round < 16; round++) {
            stream.round(0.67 + random.nextGaussian(), QUERIES);
        }
        monitor.follow(trialQueries);
        return stream.rounds(random::nextGaussian, 60) < 60;
    }

    @Test
    void nothingIsSaidOfAChampionThatNothingIsKnownOf() {
        assertThat(new DriftMonitor(SETTINGS).notices(known(0, 0), 1e6, QUERIES, 1))
                .isFalse();
    }

    private static PromptStanding known(long queries, double mean) {
        PromptStanding begun = new Standing(new Prompt("champion", List.of()), 0).event();
        return PromptStanding.newBuilder(begun)
                .setQueries(queries)
                .setMeanReward(mean)
                .build();
    }

    @Test
    void whatChangesWhileTheFirstChampionsFollowEachOtherIsNoDrift() {
        // Given
        Stream stream = new Stream(new DriftMonitor(SETTINGS));

        // Then
        assertThat(stream.rounds(() -> stream.version + random.nextGaussian(), 64))
                .isEqualTo(64);
    }

    @Test
    void goesOnFromItsState() {
        // Given
        DriftMonitor monitor = new DriftMonitor(SETTINGS);
        Stream stream = new Stream(monitor);
        stream.rounds(() -> stream.version < 80 ? random.nextGaussian() : 9, 150);
        stream.rounds(random::nextGaussian, 10);

        // When
        DriftState state = monitor.event();
        DriftState again = DriftMonitor.of(SETTINGS, state).event();

        // Then
        assertThat(state.getDetections()).isEqualTo(1);
        assertThat(state.getLastVersion().orElseThrow()).isBetween(80L, 86L);
        assertThat(again).isEqualTo(state);
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> new DriftSettings(0, 1)).hasMessageContaining("driftRunLength is 0");
        assertThatThrownBy(() -> new DriftSettings(1, 0)).hasMessageContaining("driftShift is 0");
    }
}
