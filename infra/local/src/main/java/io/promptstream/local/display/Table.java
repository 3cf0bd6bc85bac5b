package io.promptstream.local.display;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Rows under a header: columns of numbers are aligned to the right, all others to the left. */
public final class Table {

    private static final String GAP = "  ";
    private static final Pattern NUMBER = Pattern.compile("[-+]?[0-9.]+(–[0-9.]+)?( %)?|-|");

    private final List<String> header;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... header) {
        this.header = List.of(header);
    }

    /** Adds a row with as many cells as the header has. */
    public Table row(String... cells) {
        if (cells.length != header.size()) {
            throw new IllegalArgumentException(
                    "The row has " + cells.length + " cells: give " + header.size() + ", one for each column");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The table without columns that hold nothing but this. */
    public Table without(String nothing) {
        var kept = IntStream.range(0, header.size())
                .filter(column -> rows.stream().anyMatch(row -> !row.get(column).equals(nothing)))
                .boxed()
                .toList();
        var table = new Table(kept.stream().map(header::get).toArray(String[]::new));
        rows.forEach(row -> table.row(kept.stream().map(row::get).toArray(String[]::new)));
        return table;
    }

    /** The table as lines of text. */
    public List<String> lines() {
        var widths = new int[header.size()];
        measure(header, widths);
        rows.forEach(row -> measure(row, widths));
        var lines = new ArrayList<String>();
        var numeric =
                IntStream.range(0, widths.length).mapToObj(this::isNumeric).toList();
        lines.add(line(header, widths, numeric));
        rows.forEach(row -> lines.add(line(row, widths, numeric)));
        return lines;
    }

    private static void measure(List<String> row, int[] widths) {
        for (int column = 0; column < widths.length; column++) {
            widths[column] = Math.max(widths[column], row.get(column).length());
        }
    }

    private static String line(List<String> row, int[] widths, List<Boolean> numeric) {
        var line = new StringBuilder();
        for (int column = 0; column < widths.length; column++) {
            var cell = row.get(column);
            var padding = " ".repeat(widths[column] - cell.length());
            line.append(column == 0 ? "" : GAP).append(numeric.get(column) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty()
                && rows.stream()
                        .map(row -> row.get(column))
                        .allMatch(cell -> NUMBER.matcher(cell).matches());
    }
}
