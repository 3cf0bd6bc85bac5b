package io.promptstream.local.demo;

import io.promptstream.local.demo.DemoReport.MeasuredPrompt;
import io.promptstream.local.demo.PromptComparison.Comparison;
import io.promptstream.local.evaluation.MeasuresTable;
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
        lines.addAll(CurveText.lines(new LearningCurve(outcome.learning())));
        lines.add("");
        if (comparison == null) {
            lines.add("Prompts were not compared. " + outcome.notCompared());
            return lines;
        }
        var table = table(comparison);
        lines.addAll(table.lines());
        lines.add("");
        lines.addAll(table.classLines());
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

    private static MeasuresTable table(Comparison comparison) {
        var table = new MeasuresTable();
        add(table, "learned", comparison.learned());
        add(table, "initial", comparison.initial());
        var random = comparison.bestRandom();
        if (random != null) {
            add(table, "best of " + comparison.randomTried() + " random", random);
        }
        add(table, "greedy", comparison.greedy());
        comparison.handWritten().forEach(prompt -> add(table, "hand-written", prompt));
        return table;
    }

    private static void add(MeasuresTable table, String kind, MeasuredPrompt prompt) {
        table.add(kind, prompt.text(), prompt.measures());
    }
}
