package io.promptstream.benchmark.calibration;

import io.promptstream.policy.evaluation.Estimator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/** Replicates scenarios. Equal seeds give equal results, whatever the number of processors. */
final class Calibration {
    private static final long WORLD = 5;

    private final Bandit bandit = new Bandit(WORLD);
    private final long seed;
    private final int replications;

    Calibration(long seed, int replications) {
        this.seed = seed;
        this.replications = replications;
    }

    /** How each estimator did for each target. */
    Map<Aim, Map<Estimator, Tally>> run(Scenario scenario) {
        List<Map<Aim, Scenario.Outcome>> replicated = LongStream.range(0, replications)
                .parallel()
                .mapToObj(number -> scenario.replicate(bandit, (seed << 32) + number))
                .toList();
        Map<Aim, Map<Estimator, Tally>> tallies = new EnumMap<>(Aim.class);
        for (Aim aim : Aim.values()) {
            Map<Estimator, Tally> ofAim = new EnumMap<>(Estimator.class);
            for (Estimator estimator : Estimator.values()) {
                Tally tally = new Tally();
                replicated.stream()
                        .map(outcomes -> Objects.requireNonNull(outcomes.get(aim)))
                        .forEach(outcome ->
                                tally.add(outcome.evaluation().estimates().get(estimator), outcome.truth()));
                ofAim.put(estimator, tally);
            }
            tallies.put(aim, ofAim);
        }
        return tallies;
    }
}
