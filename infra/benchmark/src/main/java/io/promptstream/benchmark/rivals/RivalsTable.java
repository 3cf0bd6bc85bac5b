package io.promptstream.benchmark.rivals;

import io.promptstream.benchmark.figure.Figure;
import io.promptstream.benchmark.rivals.Summary.Result;
import io.promptstream.benchmark.rivals.Summary.Spread;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What methods have reached, as Markdown tables: a row for each method, a column for each task. */
record RivalsTable(Summary summary) {
    private static final double PERCENT = 100;

    void print(PrintWriter out) {
        print(
                out,
                "accuracy in percent on inputs that were never seen, mean ± standard error over the seeds",
                Result::score);
        print(out, "accuracy of the class that is answered worst", Result::worstClass);
        print(out, "confidence: mean probability of the answers", Result::confidence);
        print(out, "expected calibration error: how far confidence and accuracy are apart", Result::calibrationError);
        out.flush();
    }

    private void print(PrintWriter out, String title, Function<Result, @Nullable Spread> figure) {
        out.println();
        out.println(title);
        out.println();
        out.println("| method | " + String.join(" | ", summary.tasks()) + " | mean |");
        out.println("|---".repeat(summary.tasks().size() + 2) + "|");
        for (var method : summary.methods()) {
            var spreads = summary.tasks().stream()
                    .map(task -> summary.spread(task, method, figure))
                    .toList();
            out.println("| " + method + " | "
                    + spreads.stream()
                            .map(spread -> spread == null ? "" : spread.figure().text(PERCENT))
                            .collect(Collectors.joining(" | "))
                    + " | " + mean(spreads) + " |");
        }
    }

    /** Over the tasks; nothing where one is missing. */
    private static String mean(List<@Nullable Spread> spreads) {
        var means = spreads.stream().filter(Objects::nonNull).map(Spread::mean).toList();
        return means.size() < spreads.size()
                ? ""
                : String.format(Locale.ROOT, "%.1f", Figure.of(means).mean() * PERCENT);
    }
}
