package io.promptstream.local.demo;

import io.promptstream.local.demo.DemoReport.MeasuredPrompt;
import io.promptstream.local.demo.PromptComparison.Comparison;
import io.promptstream.local.display.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
                "Measured on %d inputs that were never streamed. Learned against initial: %+.1f points of accuracy.",
                outcome.testSize(),
                100
                        * (comparison.learned().measures().accuracy()
                                - comparison.initial().measures().accuracy())));
        return lines;
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
        var auc = measures.auc();
        table.row(
                kind + " \"" + prompt.text() + "\"",
                String.format(Locale.ROOT, "%.1f %%", 100 * measures.accuracy()),
                String.format(Locale.ROOT, "%.1f %%", 100 * measures.calibratedAccuracy()),
                auc == null ? "-" : String.format(Locale.ROOT, "%.3f", auc),
                String.format(Locale.ROOT, "%.1f", measures.reward()),
                String.format(Locale.ROOT, "%.1f", measures.rewardError()));
    }
}
