package io.promptstream.policy.learning;

import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.Task;
import java.util.Optional;

/**
 * How sure a test for drift is, and what it is tuned to.
 *
 * @param runLength mean number of rounds between false alarms (average run length)
 * @param shift change of the mean that is noticed soonest, in standard deviations of a round
 */
record DriftSettings(long runLength, double shift) {
    private static final double OVERSHOOT = 1.166;
    private static final int HALVINGS = 60;

    DriftSettings {
        Require.that(runLength > 0, "driftRunLength", runLength, "a positive number of rounds");
        Require.that(shift > 0, "driftShift", shift, "a positive number of standard deviations");
    }

    /** Those of the task; none where it asks for no test, or has no champion to look at. */
    static Optional<DriftSettings> of(Task task) {
        PolicyDefinition policy = task.getPolicy();
        return policy.getDriftRunLength() == 0 || policy.getContendersPerRound() == 0
                ? Optional.empty()
                : Optional.of(new DriftSettings(policy.getDriftRunLength(), policy.getDriftShift()));
    }

    /** What is taken off each deviation before it is summed up: half the shift, which is best for a shift of that size. */
    double allowance() {
        return shift / 2;
    }

    /**
     * The sum at which a change is noticed: of a two-sided test with that run length, by Siegmund's approximation
     * {@code (exp(2 k b) - 2 k b - 1) / (2 k^2)}, {@code b = h + 1.166}, for either side (Sequential Analysis, 1985, 2.6).
     */
    double threshold() {
        double allowance = allowance();
        double low = 0;
        double high = StrictMath.log(4.0 * runLength * allowance * allowance + 2) / allowance + OVERSHOOT;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            double exponent = 2 * allowance * (middle + OVERSHOOT);
            double oneSided = (StrictMath.exp(exponent) - exponent - 1) / (2 * allowance * allowance);
            if (oneSided < 2.0 * runLength) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
