package io.promptstream.local.evaluation;

import io.promptstream.local.display.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What prompts were measured at, for people: a row for each prompt, and the accuracies of classes below. */
public final class MeasuresTable {
    private static final String NOTHING = "-";
    /** Prompts whose accuracies of classes have room beside each other. */
    private static final int MOST_PROMPTS = 4;

    private static final int MOST_CLASSES = 12;
    private static final double PERCENT = 100;

    private final List<Row> rows = new ArrayList<>();

    private record Row(String kind, String prompt, Measures measures) {}

    /**
     * Adds a row.
     *
     * @param kind where the prompt comes from, in a word or two
     */
    public void add(String kind, String prompt, Measures measures) {
        rows.add(new Row(kind, prompt, measures));
    }

    /** The table; a measure that no prompt has is left out. */
    public List<String> lines() {
        var table = new Table(
                "",
                "accuracy",
                "95 %",
                "macro",
                "calibrated",
                "AUC",
                "confidence",
                "ECE",
                "reward",
                "±",
                "inputs",
                "failed",
                "prompt");
        for (var row : rows) {
            var measures = row.measures();
            table.row(
                    row.kind(),
                    percent(measures.accuracy()),
                    interval(measures.accuracyInterval()),
                    percent(measures.macroAccuracy()),
                    percent(measures.calibratedAccuracy()),
                    number("%.3f", measures.auc()),
                    percent(measures.confidence()),
                    percent(measures.calibrationError()),
                    number("%.1f", measures.reward()),
                    number("%.1f", measures.rewardError()),
                    Integer.toString(measures.inputs()),
                    Integer.toString(measures.failed()),
                    "\"" + row.prompt() + "\"");
        }
        return table.without(NOTHING).lines();
    }

    /**
     * Accuracies of the classes: of the first prompts only, and of the classes, where there are many, those that the first of
     * these has worst. Nothing without classes.
     */
    public List<String> classLines() {
        var shown = rows.stream()
                .filter(row -> !row.measures().accuracyByLabel().isEmpty())
                .distinct()
                .limit(MOST_PROMPTS)
                .toList();
        if (shown.isEmpty()) {
            return List.of();
        }
        var first = shown.getFirst().measures();
        var classes = List.copyOf(first.accuracyByLabel().keySet());
        boolean many = classes.size() > MOST_CLASSES;
        var listed = many
                ? first.accuracyByLabel().entrySet().stream()
                        .sorted(Map.Entry.comparingByValue())
                        .limit(MOST_CLASSES)
                        .map(Map.Entry::getKey)
                        .toList()
                : classes;
        var header = new ArrayList<>(List.of("accuracy by class", "inputs"));
        shown.forEach(row -> header.add(row.kind()));
        var table = new Table(header.toArray(String[]::new));
        for (var label : listed) {
            var cells = new ArrayList<>(
                    List.of(label, String.valueOf(first.inputsByLabel().get(label))));
            shown.forEach(
                    row -> cells.add(percent(row.measures().accuracyByLabel().get(label))));
            table.row(cells.toArray(String[]::new));
        }
        var lines = new ArrayList<>(table.lines());
        if (many) {
            lines.add("and " + (classes.size() - MOST_CLASSES)
                    + " more that are as good or better with the first prompt:" + " --json has all");
        }
        return lines;
    }

    private static String interval(@Nullable Interval interval) {
        return interval == null
                ? NOTHING
                : String.format(Locale.ROOT, "%.1f–%.1f", interval.low() * PERCENT, interval.high() * PERCENT);
    }

    private static String percent(@Nullable Double share) {
        return share == null ? NOTHING : number("%.1f", share * PERCENT);
    }

    private static String number(String format, @Nullable Double value) {
        return value == null ? NOTHING : String.format(Locale.ROOT, format, value);
    }
}
