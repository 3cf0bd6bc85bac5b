package io.promptstream.local.evaluation;

import io.promptstream.local.display.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An evaluation for people. */
final class EvaluationTable {

    private EvaluationTable() {}

    static List<String> lines(EvaluateCommand.Evaluation evaluation) {
        var table =
                new Table("prompt", "source", "accuracy", "±", "calibrated", "AUC", "reward", "±", "inputs", "failed");
        for (var row : evaluation.prompts()) {
            var measures = row.measures();
            table.row(
                    "\"" + row.prompt() + "\"",
                    row.source(),
                    percent(measures.accuracy()),
                    percent(measures.accuracyError()),
                    percent(measures.calibratedAccuracy()),
                    number("%.3f", measures.auc()),
                    number("%.1f", measures.reward()),
                    number("%.1f", measures.rewardError()),
                    Integer.toString(measures.inputs()),
                    Integer.toString(measures.failed()));
        }
        var lines = new ArrayList<>(table.lines());
        lines.add("answered by " + (evaluation.model().isEmpty() ? "no model" : evaluation.model()));
        for (var row : evaluation.prompts()) {
            if (row.measures().accuracy() == null
                    && !row.measures().components().isEmpty()) {
                lines.add("\"" + row.prompt() + "\": "
                        + row.measures().components().entrySet().stream()
                                .map(part -> part.getKey() + " " + number("%.3f", part.getValue()))
                                .collect(Collectors.joining(", ")));
            }
            row.measures()
                    .failures()
                    .forEach((kind, failed) -> lines.add("\"" + row.prompt() + "\": " + failed.count() + " failed with "
                            + kind + ", the first: " + failed.example()));
        }
        return lines;
    }

    private static String percent(@Nullable Double share) {
        return share == null ? "-" : number("%.1f", share * 100);
    }

    private static String number(String format, @Nullable Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, format, value);
    }
}
