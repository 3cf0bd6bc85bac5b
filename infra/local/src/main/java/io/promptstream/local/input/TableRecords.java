package io.promptstream.local.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.input.TableLayout.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads queries from the lines below the header of a table; a quoted cell may continue over several of them. */
final class TableRecords {

    /** A quote that is not closed by then was meant as a character. */
    private static final int MOST_LINES = 2000;

    private final PhysicalLines lines;
    private final TableLayout layout;
    private final InputRules rules;
    private final char separator;

    TableRecords(PhysicalLines lines, TableLayout layout, InputRules rules) {
        this.lines = lines;
        this.layout = layout;
        this.rules = rules;
        this.separator = layout.separator().character();
    }

    /** The query that begins with this line; null where all cells are empty. */
    InputLine.@Nullable Good query(PhysicalLine first) throws BadLineException, IOException {
        var cells = cells(first);
        while (!cells.isEmpty()
                && (cells.size() > layout.columns().size() || cells.size() == 1)
                && Blanks.trimmed(cells.getLast()) == null) {
            cells.removeLast();
        }
        if (cells.stream().allMatch(cell -> Blanks.trimmed(cell) == null)) {
            return null;
        }
        if (cells.size() != layout.columns().size()) {
            throw new BadLineException("has " + cells.size() + (cells.size() == 1 ? " cell" : " cells") + ": write "
                    + layout.columns().size() + ", separated by "
                    + layout.separator().title() + " ("
                    + layout.columns().stream().map(Column::name).collect(Collectors.joining(", "))
                    + "); put a cell that holds " + layout.separator().title() + " in double quotes");
        }
        return query(first.number(), cells);
    }

    private InputLine.Good query(long number, List<String> cells) throws BadLineException {
        var fields = new QueryFields(rules, "column");
        for (int at = 0; at < cells.size(); at++) {
            var cell = cells.get(at);
            switch (layout.columns().get(at)) {
                case Column.Known known -> set(fields, known, cell);
                case Column.Attribute attribute -> fields.attribute(attribute.name(), cell);
                case Column.Unnamed unnamed -> {}
            }
        }
        return fields.query(number);
    }

    /** Context and attributes are written in a cell as in JSON; context also as a single turn. */
    private static void set(QueryFields fields, Column.Known column, String cell) throws BadLineException {
        var text = Blanks.trimmed(cell);
        switch (column.field()) {
            case TEXT, LABEL, REFERENCE, QUERY_ID -> fields.set(column.field(), cell);
            case CONTEXT -> {
                var turns = text != null && text.startsWith("[") ? json(text) : null;
                if (turns != null && turns.isArray()) {
                    JsonFields.context(fields, column.name(), turns);
                } else {
                    fields.turn(text);
                }
            }
            case ATTRIBUTES -> {
                var attributes = text == null ? null : json(text);
                if (attributes != null) {
                    JsonFields.attributes(fields, column.name(), attributes);
                } else if (text != null) {
                    throw new BadLineException("column '" + column.name() + "' is no JSON object: write one, such as"
                            + " {\"channel\": \"mail\"}, or give each attribute a column of its own");
                }
            }
        }
    }

    private static @Nullable JsonNode json(String text) {
        try {
            return JsonFields.MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private List<String> cells(PhysicalLine first) throws BadLineException, IOException {
        var text = first.text();
        return new ArrayList<>(
                switch (Cells.quotes(text, separator)) {
                    case BALANCED -> Cells.quoted(text, separator);
                    case LITERAL -> Cells.literal(text, separator);
                    case OPEN -> overSeveralLines(text);
                });
    }

    /** Takes further lines until the quote is closed; where it never is, all but the first are read again. */
    private List<String> overSeveralLines(String first) throws BadLineException, IOException {
        var taken = new ArrayList<PhysicalLine>();
        var record = new StringBuilder(first);
        for (var next = lines.next(); next != null; next = lines.next()) {
            taken.add(next);
            if (!next.isText() || taken.size() > MOST_LINES || record.length() > PhysicalLine.LONGEST) {
                break;
            }
            var text = next.text();
            if (taken.size() == 1 && areRecordsOfTheirOwn(first, text)) {
                break;
            }
            record.append('\n').append(text);
            if (text.indexOf('"') < 0) {
                continue;
            }
            var quotes = Cells.quotes(record.toString(), separator);
            if (quotes == Cells.Quotes.BALANCED) {
                return Cells.quoted(record.toString(), separator);
            }
            if (quotes == Cells.Quotes.LITERAL) {
                break;
            }
        }
        lines.putBack(taken);
        if (layout.separator() == Separator.TAB) {
            return Cells.literal(first, separator);
        }
        throw new BadLineException("a double quote is opened and not closed: close it, or write it twice");
    }

    /** In tab-separated files a quote is often only a character, and a tab in a text is rare. */
    private boolean areRecordsOfTheirOwn(String first, String second) throws BadLineException {
        int columns = layout.columns().size();
        return layout.separator() == Separator.TAB
                && columns > 1
                && Cells.literal(first, separator).size() == columns
                && Cells.literal(second, separator).size() == columns;
    }
}
