package io.promptstream.local.display;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Numbers as columns of a few lines of text, with an axis at their left. */
public final class ColumnChart {
    private static final String BARS = " ▁▂▃▄▅▆▇█";
    private static final int EIGHTHS = BARS.length() - 1;
    private static final int WIDEST_COLUMN = 4;

    private ColumnChart() {}

    /**
     * Draws a chart.
     *
     * @param numbers from left to right; a smaller one than {@code low} has no column
     * @param low where columns begin
     * @param high where a column is full
     * @param axis what stands at the left of each line, the highest first; as many lines as these
     * @param width characters that all columns may take
     */
    public static List<String> lines(List<Double> numbers, double low, double high, List<String> axis, int width) {
        int column = Math.clamp(width / Math.max(1, numbers.size()), 1, WIDEST_COLUMN);
        int margin = axis.stream().mapToInt(String::length).max().orElse(0);
        int height = axis.size();
        var eighths = numbers.stream()
                .map(number -> Math.round(height * EIGHTHS * Math.clamp((number - low) / (high - low), 0, 1)))
                .toList();
        var lines = new ArrayList<String>();
        for (int line = 0; line < height; line++) {
            long below = (long) (height - 1 - line) * EIGHTHS;
            var text = new StringBuilder(" ".repeat(margin - axis.get(line).length()))
                    .append(axis.get(line))
                    .append(" ┤");
            IntStream.range(0, eighths.size())
                    .mapToObj(at -> BARS.charAt(Math.toIntExact(Math.clamp(eighths.get(at) - below, 0L, EIGHTHS))))
                    .forEach(bar -> text.append(String.valueOf(bar).repeat(column)));
            lines.add(text.toString().stripTrailing());
        }
        return lines;
    }
}
