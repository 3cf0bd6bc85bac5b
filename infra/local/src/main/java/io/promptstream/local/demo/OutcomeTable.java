package io.promptstream.local.demo;

import io.promptstream.local.demo.DemoReport.MeasuredPrompt;
import io.promptstream.local.demo.PromptComparison.Comparison;
import io.promptstream.local.display.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The outcome of a demonstration for people. */
final class OutcomeTable {

    private OutcomeTable() {}

    static List<String> lines(DemoReport outcome, @Nullable Comparison comparison) {
        var lines = new ArrayList<String>();
        lines.add(String.format(
                Locale.ROOT,
                "%s: %d queries, %d proposals, %d outputs, %d rewards, %d dead letters in %.0f s",
                outcome.task(),
                outcome.queries(),
                outcome.proposals(),
                outcome.outputs(),
                outcome.rewards(),
                outcome.deadLetters(),
                outcome.seconds()));
        lines.add(String.format(
                Locale.ROOT,
                "%d rounds, policy version %d, %d calls of the task model (%.0f/s)",
                outcome.rounds(),
                outcome.policyVersions(),
                outcome.taskModelCalls(),
                outcome.taskModelCalls() / outcome.seconds()));
        lines.add("");
        if (comparison == null) {
            lines.add("Prompts were not compared. " + outcome.notCompared());
            return lines;
        }
        lines.addAll(table(comparison).lines());
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "Measured through the running system on %d inputs that were never streamed.%s",
                outcome.testSize(),
                gain(comparison)));
        var noRandom = comparison.noRandom();
        lines.add(
                noRandom == null
                        ? "The best random prompt was found outside of it, with the task service's own code and model."
                        : noRandom);
        failures(comparison).forEach(lines::add);
        return lines;
    }

    private static String gain(Comparison comparison) {
        var learned = comparison.learned().measures().accuracy();
        var initial = comparison.initial().measures().accuracy();
        return learned == null || initial == null
                ? ""
                : String.format(
                        Locale.ROOT, " Learned against initial: %+.1f points of accuracy.", 100 * (learned - initial));
    }

    private static List<String> failures(Comparison comparison) {
        return Stream.concat(
                        Stream.of(comparison.initial(), comparison.learned(), comparison.greedy()),
                        comparison.handWritten().stream())
                .distinct()
                .flatMap(prompt -> prompt.measures().failures().entrySet().stream()
                        .map(kind -> "\"" + prompt.text() + "\": "
                                + kind.getValue().count() + " failed with " + kind.getKey() + ", the first: "
                                + kind.getValue().example()))
                .toList();
    }

    private static Table table(Comparison comparison) {
        var table = new Table("prompt", "accuracy", "calibrated", "AUC", "reward", "±");
        row(table, "learned", comparison.learned());
        row(table, "greedy", comparison.greedy());
        row(table, "initial", comparison.initial());
        var random = comparison.bestRandom();
        if (random != null) {
            row(table, "best of " + comparison.randomTried() + " random", random);
        }
        comparison.handWritten().forEach(prompt -> row(table, "hand-written", prompt));
        return table;
    }

    private static void row(Table table, String kind, MeasuredPrompt prompt) {
        var measures = prompt.measures();
        table.row(
                kind + " \"" + prompt.text() + "\"",
                percent(measures.accuracy()),
                percent(measures.calibratedAccuracy()),
                number("%.3f", measures.auc()),
                number("%.1f", measures.reward()),
                number("%.1f", measures.rewardError()));
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "-" : number("%.1f %%", 100 * share);
    }

    private static String number(String format, @Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }
}
