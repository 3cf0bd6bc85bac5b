package io.promptstream.local.input;

import io.promptstream.local.display.CommandException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What the header of a table says.
 *
 * @param separator between cells
 * @param columns from left to right, without those at the end that have no name
 */
record TableLayout(Separator separator, List<Column> columns) {

    /** Names that data frames give to a column without one. */
    private static final Pattern UNNAMED = Pattern.compile("(?i)unnamed: ?\\d+");

    /** What a column holds. */
    sealed interface Column {
        /** As in the header. */
        String name();

        /** Something that every file of queries may have. */
        record Known(String name, Field field) implements Column {}

        /** Something of the user's own. */
        record Attribute(String name) implements Column {}

        /** Nobody can say what, such as the index of a data frame. */
        record Unnamed(String name) implements Column {}
    }

    TableLayout {
        columns = List.copyOf(columns);
    }

    /**
     * Takes the header apart.
     *
     * @param where file and line, for messages
     * @throws CommandException if the lines below it cannot be read by it; nothing has been sent then
     */
    static TableLayout of(String header, Separator usual, String where, InputRules rules) {
        var separator = separator(header, usual, rules);
        var names = names(header, separator);
        var columns = new ArrayList<Column>();
        for (var name : names) {
            columns.add(column(name, rules));
        }
        while (!columns.isEmpty() && columns.getLast().name().isEmpty()) {
            columns.removeLast();
        }
        var layout = new TableLayout(separator, columns);
        layout.requireText(where, rules);
        layout.requireNoDouble(where);
        layout.requireNoTypingMistake(where);
        return layout;
    }

    /** Names of the columns that are ignored, in words. */
    Optional<String> leftOut() {
        var without = IntStream.range(0, columns.size())
                .filter(at -> columns.get(at) instanceof Column.Unnamed)
                .mapToObj(at -> "column " + (at + 1))
                .toList();
        return without.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", without)
                        + (without.size() == 1 ? " has no name and is" : " have no names and are")
                        + " ignored (the index of a data frame?)");
    }

    private static Column column(String name, InputRules rules) {
        if (name.isEmpty() || UNNAMED.matcher(name).matches()) {
            return new Column.Unnamed(name);
        }
        return rules.field(name)
                .<Column>map(field -> new Column.Known(name, field))
                .orElseGet(() -> new Column.Attribute(name));
    }

    /** The usual one, unless only another finds a column for the text. */
    private static Separator separator(String header, Separator usual, InputRules rules) {
        if (hasText(header, usual, rules)) {
            return usual;
        }
        for (var other : Separator.values()) {
            if (hasText(header, other, rules)) {
                return other;
            }
        }
        for (var other : Separator.values()) {
            if (header.indexOf(usual.character()) < 0 && header.indexOf(other.character()) >= 0) {
                return other;
            }
        }
        return usual;
    }

    private static boolean hasText(String header, Separator separator, InputRules rules) {
        return names(header, separator).stream()
                .anyMatch(name -> rules.field(name).filter(Field.TEXT::equals).isPresent());
    }

    private static List<String> names(String header, Separator separator) {
        List<String> cells;
        try {
            cells = Cells.quotes(header, separator.character()) == Cells.Quotes.BALANCED
                    ? Cells.quoted(header, separator.character())
                    : Cells.literal(header, separator.character());
        } catch (BadLineException e) {
            cells = List.of(header);
        }
        return cells.stream()
                .map(Blanks::trimmed)
                .map(name -> name == null ? "" : name)
                .toList();
    }

    private Set<Field> present() {
        var present = new HashSet<Field>();
        for (var column : columns) {
            if (column instanceof Column.Known known) {
                present.add(known.field());
            }
        }
        return present;
    }

    private void requireText(String where, InputRules rules) {
        if (present().contains(Field.TEXT)) {
            return;
        }
        var likely = columns.stream()
                .filter(column -> Field.meant(column.name(), present())
                        .filter(Field.TEXT::equals)
                        .isPresent())
                .findFirst();
        var names = String.join(
                ", ",
                columns.stream()
                        .map(column -> "'" + InputRules.shortened(column.name()) + "'")
                        .toList());
        var wanted = "'" + rules.textColumn() + "'";
        throw new CommandException(where + ": the header has no column " + wanted + ", only " + names + "; "
                + likely.map(column -> "if '" + column.name() + "' is the text, rename it to " + wanted)
                        .orElseGet(() -> isQuery(rules)
                                ? "it looks like a query: the file lacks its header, write " + wanted
                                        + " and 'label' above it, separated by " + separator.title()
                                : "write " + wanted + " and, where the answer is known, 'label', separated by "
                                        + separator.title() + "; or does the file lack its header?"));
    }

    private boolean isQuery(InputRules rules) {
        return columns.stream().anyMatch(column -> rules.label(column.name()).isPresent());
    }

    private void requireNoDouble(String where) {
        Map<Object, String> seen = new HashMap<>();
        for (var column : columns) {
            Object meaning = switch (column) {
                case Column.Known known -> known.field().isAnswer() ? Field.REFERENCE : known.field();
                case Column.Attribute attribute -> attribute.name();
                case Column.Unnamed unnamed -> column;
            };
            var before = column instanceof Column.Unnamed ? null : seen.put(meaning, column.name());
            if (before != null) {
                throw new CommandException(where + ": "
                        + (before.equals(column.name())
                                ? "the header has the column '" + before + "' twice"
                                : "the header has both '" + before + "' and '" + column.name()
                                        + "', which mean the same")
                        + ": keep one of them");
            }
        }
    }

    private void requireNoTypingMistake(String where) {
        for (var column : columns) {
            if (column instanceof Column.Attribute attribute) {
                Field.meant(attribute.name(), present()).ifPresent(field -> {
                    throw new CommandException(where + ": the column '" + attribute.name() + "' is probably '"
                            + field.title() + "': write that, or another name if it is an attribute");
                });
            }
        }
    }
}
