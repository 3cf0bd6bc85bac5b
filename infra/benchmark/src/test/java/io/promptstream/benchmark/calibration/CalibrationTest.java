package io.promptstream.benchmark.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.benchmark.calibration.Scenario.Logging;
import io.promptstream.policy.evaluation.Estimator;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short form of the benchmark, with room for chance. */
class CalibrationTest {
    private static final int REPLICATIONS = 80;
    /** Three standard errors of a share of 0.95 below it. */
    private static final double LOWEST_COVERAGE = 0.95 - 3 * Math.sqrt(0.95 * 0.05 / REPLICATIONS);
    /** Three standard errors of the deviation of so many errors, and a tenth because Student's quantiles are wider. */
    private static final double WIDEST = 1.1 + 3 / Math.sqrt(2.0 * REPLICATIONS);

    @ParameterizedTest
    @EnumSource
    void estimatesAreUnbiasedAndIntervalsHoldTheTruth(Logging logging) {
        // When
        Map<Aim, Map<Estimator, Tally>> tallies = new Calibration(11, REPLICATIONS).run(new Scenario(logging, 200));

        // Then
        tallies.forEach((aim, estimators) -> estimators.forEach((estimator, tally) -> {
            // Where most logs are refused, those that are not are no fair sample
            if (tally.answered() > 0.9) {
                assertThat(tally.coverage()).as("%s of %s", estimator, aim).isGreaterThan(LOWEST_COVERAGE);
                assertThat(tally.width())
                        .as("width of the intervals of %s of %s", estimator, aim)
                        .isLessThan(WIDEST);
                assertThat(tally.bias() * Math.sqrt(tally.answers()))
                        .as("bias of %s of %s in its standard errors", estimator, aim)
                        .isBetween(-4.0, 4.0);
            }
        }));
        assertThat(robust(tallies, Aim.NEAR).answered()).isEqualTo(1);
        assertThat(robust(tallies, Aim.BEST_PROMPT).answered()).isLessThan(0.1);
    }

    private static Tally robust(Map<Aim, Map<Estimator, Tally>> tallies, Aim aim) {
        return Objects.requireNonNull(Objects.requireNonNull(tallies.get(aim)).get(Estimator.DR));
    }
}
