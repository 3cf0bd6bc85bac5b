package io.promptstream.local.query;

import io.promptstream.local.display.CommandException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tab-separated cells without quoting; every column that has no meaning of its own becomes an attribute. */
record TsvLineParser(List<String> columns, Set<String> labels) implements LineParser {

    private static final String TEXT = "text";
    private static final String QUERY_ID = "queryId";
    private static final Set<String> REFERENCE = Set.of("label", "reference");

    static TsvLineParser of(String header, Path path, Set<String> labels) {
        var columns = List.of(header.strip().split("\t", -1));
        if (!columns.contains(TEXT)) {
            throw new CommandException(path + ", line 1: the header has the columns " + String.join(", ", columns)
                    + "; write 'text' and, where the answer is known, 'label', separated by tabs");
        }
        if (columns.stream().filter(REFERENCE::contains).count() > 1) {
            throw new CommandException(
                    path + ", line 1: the header has both 'label' and 'reference': keep one of them");
        }
        return new TsvLineParser(columns, labels);
    }

    @Override
    public InputLine parse(long number, String line) {
        var cells = line.split("\t", -1);
        if (cells.length != columns.size()) {
            return new InputLine.Bad(
                    number,
                    "has " + cells.length + " cells: write " + columns.size() + ", separated by tabs ("
                            + String.join(", ", columns) + ")");
        }
        String text = "";
        @Nullable String queryId = null;
        @Nullable String reference = null;
        var attributes = new LinkedHashMap<String, String>();
        for (int column = 0; column < cells.length; column++) {
            var name = columns.get(column);
            var cell = cells[column].strip();
            if (name.equals(TEXT)) {
                text = cell;
            } else if (name.equals(QUERY_ID)) {
                queryId = cell.isEmpty() ? null : cell;
            } else if (REFERENCE.contains(name)) {
                reference = cell.isEmpty() ? null : cell;
            } else if (!cell.isEmpty()) {
                attributes.put(name, cell);
            }
        }
        if (text.isEmpty()) {
            return new InputLine.Bad(number, "column 'text' is empty: write the user's text");
        }
        var mistake = LineParser.mistake(reference, labels);
        return mistake == null
                ? new InputLine.Good(number, queryId, text, List.of(), attributes, reference)
                : new InputLine.Bad(number, mistake);
    }
}
