package io.promptstream.benchmark.calibration;

import io.promptstream.benchmark.calibration.Scenario.Logging;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How often the confidence intervals of off-policy evaluation hold the truth. */
@Command(
        name = "calibration",
        description = {
            "Simulates logged rounds of which the truth is known, evaluates policies on them, and prints how often the"
                    + " 95 %% confidence intervals hold the truth.",
            "An estimator's column: share of intervals that hold it, among those that were given; ! outside 92 to 98 %."
                    + " In brackets the share of logs that were answered, if not all, and the mean error in standard errors."
        },
        mixinStandardHelpOptions = true)
public final class CalibrationBenchmark implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--replications",
            defaultValue = "1000",
            description = "Logs of each kind (default: ${DEFAULT-VALUE}).")
    private int replications;

    @Option(
            names = "--rounds",
            split = ",",
            defaultValue = "50,200,2000",
            description = "Lengths of logs (default: ${DEFAULT-VALUE}).")
    private List<Integer> rounds = List.of();

    @Option(names = "--seed", defaultValue = "1", description = "Other seeds, other logs (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() {
        Calibration calibration = new Calibration(seed, replications);
        print("| logging policy | target | rounds | effective | IPS | SNIPS | DR |");
        print("|---|---|---|---|---|---|---|");
        int outside = 0;
        for (Logging logging : Logging.values()) {
            for (int length : rounds) {
                var tallies = calibration.run(new Scenario(logging, length));
                tallies.forEach((aim, estimators) -> print("| %s | %s | %d | %.0f | %s |"
                        .formatted(
                                name(logging),
                                name(aim),
                                length,
                                estimators.values().stream()
                                        .mapToDouble(Tally::medianEffectiveRounds)
                                        .max()
                                        .orElse(0),
                                estimators.values().stream()
                                        .map(CalibrationBenchmark::cell)
                                        .collect(Collectors.joining(" | ")))));
                outside += (int) tallies.values().stream()
                        .flatMap(estimators -> estimators.values().stream())
                        .filter(tally -> !tally.holds().orElse(true))
                        .count();
            }
        }
        print("");
        print("%d logs of each kind; %d cells outside 92 to 98 %%".formatted(replications, outside));
        return 0;
    }

    private static String cell(Tally tally) {
        if (tally.answers() == 0) {
            return "refused";
        }
        if (tally.holds().isEmpty()) {
            return "refused but for %.1f %%, %.1f %% misled".formatted(100 * tally.answered(), 100 * tally.misled());
        }
        return "%.1f%s (%s%+.2f)"
                .formatted(
                        100 * tally.coverage(),
                        tally.holds().get() ? "" : " !",
                        tally.answered() < 1 ? "%.0f %%; ".formatted(100 * tally.answered()) : "",
                        tally.bias());
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private void print(String line) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
