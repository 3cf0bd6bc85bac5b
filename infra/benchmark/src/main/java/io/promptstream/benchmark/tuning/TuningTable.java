package io.promptstream.benchmark.tuning;

import io.promptstream.benchmark.figure.Figure;
import io.promptstream.benchmark.learning.TaskSettings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Prints outcomes as they come, in the form of a Markdown table, and in the end their means over the seeds. */
final class TuningTable {
    private static final double PERCENT = 100;

    private final PrintWriter out;
    private final List<Outcome> outcomes = new ArrayList<>();

    TuningTable(PrintWriter out) {
        this.out = out;
    }

    void begin(String sample, TaskSettings settings) {
        out.printf("%n%s, %s%n%n", sample, settings);
        out.println("accuracy in percent (calibrated accuracy, mean reward)");
        out.println("| seed | calls | version | champion | greedy | best random | initial |");
        out.println("|---|---|---|---|---|---|---|");
        out.flush();
    }

    void add(Outcome outcome) {
        outcomes.add(outcome);
        out.printf(
                Locale.ROOT,
                "| %d | %d | %d | %s | %s | %s | %s |%n",
                outcome.seed(),
                outcome.calls(),
                outcome.version(),
                text(outcome.champion()),
                text(outcome.greedy()),
                text(outcome.random()),
                text(outcome.initial()));
        out.flush();
    }

    private static String text(Outcome.Measured measured) {
        return String.format(
                Locale.ROOT,
                "%.1f (%.1f, %.0f) \"%s\"",
                measured.accuracy() * PERCENT,
                measured.calibratedAccuracy() * PERCENT,
                measured.reward(),
                measured.prompt());
    }

    /** Prints means over the seeds with their standard errors. */
    void end() {
        out.printf(
                "%nmean over the seeds ± standard error; lead: champion minus best random prompt of the same seed%n");
        out.println("| calls | champion | greedy | best random | lead | seeds ahead, level, behind | calibrated lead"
                + " | reward: champion | best random | initial | hand-written, median | random ceiling |");
        out.println("|---|---|---|---|---|---|---|---|---|---|---|---|");
        outcomes.stream()
                .collect(Collectors.groupingBy(Outcome::calls, TreeMap::new, Collectors.toList()))
                .forEach(this::summary);
        out.flush();
    }

    private void summary(long calls, List<Outcome> group) {
        long ahead = group.stream().filter(outcome -> outcome.lead() > 0).count();
        long behind = group.stream().filter(outcome -> outcome.lead() < 0).count();
        out.printf(
                Locale.ROOT,
                "| %d | %s | %s | %s | %s | %d, %d, %d | %s | %s | %s | %s | %s | %s |%n",
                calls,
                percent(group, outcome -> outcome.champion().accuracy()),
                percent(group, outcome -> outcome.greedy().accuracy()),
                percent(group, outcome -> outcome.random().accuracy()),
                percent(group, Outcome::lead),
                ahead,
                group.size() - ahead - behind,
                behind,
                percent(group, Outcome::calibratedLead),
                Figure.of(values(group, outcome -> outcome.champion().reward())).text(1),
                Figure.of(values(group, outcome -> outcome.random().reward())).text(1),
                percent(group, outcome -> outcome.initial().accuracy()),
                percent(group, Outcome::handWritten),
                percent(group, Outcome::ceiling));
    }

    private static String percent(List<Outcome> group, ToDoubleFunction<Outcome> value) {
        return Figure.of(values(group, value)).text(PERCENT);
    }

    private static List<Double> values(List<Outcome> group, ToDoubleFunction<Outcome> value) {
        return group.stream().map(value::applyAsDouble).toList();
    }
}
