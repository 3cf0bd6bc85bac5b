package io.promptstream.local.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An evaluation for people. */
final class EvaluationTable {

    private EvaluationTable() {}

    static List<String> lines(EvaluateCommand.Evaluation evaluation) {
        var table = new MeasuresTable();
        evaluation.prompts().forEach(row -> table.add(row.source(), row.prompt(), row.measures()));
        var lines = new ArrayList<>(table.lines());
        lines.addAll(table.classLines());
        lines.add("answered by " + (evaluation.model().isEmpty() ? "no model" : evaluation.model()));
        for (var row : evaluation.prompts()) {
            if (row.measures().accuracy() == null
                    && !row.measures().components().isEmpty()) {
                lines.add("\"" + row.prompt() + "\": "
                        + row.measures().components().entrySet().stream()
                                .map(part -> part.getKey() + " " + String.format(Locale.ROOT, "%.3f", part.getValue()))
                                .collect(Collectors.joining(", ")));
            }
            row.measures()
                    .failures()
                    .forEach((kind, failed) -> lines.add("\"" + row.prompt() + "\": " + failed.count() + " failed with "
                            + kind + ", the first: " + failed.example()));
        }
        return lines;
    }
}
