package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.figure.Figure;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What methods have reached, as a Markdown table: a row for each method, a column for each task. */
record RivalsTable(List<String> tasks, List<String> methods, List<Run> runs) {
    private static final double PERCENT = 100;

    void print(PrintWriter out) {
        out.println("accuracy in percent on inputs that were never seen, mean ± standard error over the seeds");
        out.println("| method | " + String.join(" | ", tasks) + " | mean |");
        out.println("|---".repeat(tasks.size() + 2) + "|");
        for (var method : methods) {
            var means = tasks.stream()
                    .map(task -> scores(task, method))
                    .filter(scores -> !scores.isEmpty())
                    .map(scores -> Figure.of(scores).mean())
                    .toList();
            out.printf(
                    Locale.ROOT,
                    "| %s | %s | %s |%n",
                    method,
                    tasks.stream().map(task -> cell(task, method)).collect(Collectors.joining(" | ")),
                    means.size() < tasks.size()
                            ? ""
                            : String.format(
                                    Locale.ROOT, "%.1f", Figure.of(means).mean() * PERCENT));
        }
        out.flush();
    }

    private String cell(String task, String method) {
        var scores = scores(task, method);
        return scores.isEmpty() ? "" : Figure.of(scores).text(PERCENT);
    }

    private List<Double> scores(String task, String method) {
        return runs.stream()
                .filter(run -> run.task().equals(task) && run.method().equals(method))
                .map(Run::score)
                .toList();
    }
}
