package io.promptstream.benchmark.calibration;

import io.promptstream.policy.evaluation.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How one estimator did on the replications of one scenario. */
final class Tally {
    /** With fewer, a share says nothing. */
    private static final int FEWEST_ANSWERS = 100;

    private static final double LOWEST = 0.92;
    private static final double HIGHEST = 0.98;
    private static final double NORMAL_95 = 1.96;

    private int replications;
    private int covered;
    private double errors;
    private double squaredErrors;
    private double standardErrors;
    private final List<Double> effective = new ArrayList<>();
    private final List<Double> widths = new ArrayList<>();

    void add(@Nullable Estimate estimate, double truth) {
        replications++;
        if (estimate != null) {
            covered += estimate.lower() <= truth && truth <= estimate.upper() ? 1 : 0;
            errors += estimate.value() - truth;
            squaredErrors += Math.pow(estimate.value() - truth, 2);
            widths.add(estimate.upper() - estimate.lower());
            standardErrors += estimate.standardError();
            effective.add(estimate.effectiveSampleSize());
        }
    }

    int answers() {
        return effective.size();
    }

    /** Share of the replications that were answered. */
    double answered() {
        return answers() / (double) replications;
    }

    /** Share of the answers whose interval holds the truth. */
    double coverage() {
        return covered / (double) answers();
    }

    /** Share of all replications that got an interval which does not hold the truth. */
    double misled() {
        return (answers() - covered) / (double) replications;
    }

    /** Mean error in mean standard errors. */
    double bias() {
        return errors / standardErrors;
    }

    /** Median width of the intervals, in the width that holds 95 % of normal errors as large as these. */
    double width() {
        return median(widths) / (2 * NORMAL_95 * Math.sqrt(squaredErrors / answers()));
    }

    double medianEffectiveRounds() {
        return median(effective);
    }

    private static double median(List<Double> numbers) {
        List<Double> sorted = numbers.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    /** Whether the share of intervals that hold the truth is as promised; nothing if there are too few to tell. */
    Optional<Boolean> holds() {
        return answers() < FEWEST_ANSWERS
                ? Optional.empty()
                : Optional.of(coverage() >= LOWEST && coverage() <= HIGHEST);
    }
}
