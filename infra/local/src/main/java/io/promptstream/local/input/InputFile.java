package io.promptstream.local.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.input.TableLayout.Column;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of queries in UTF-8: a table with a header (tab-separated, CSV), one JSON object a line, or an array of JSON objects.
 * All are read by the same rules. A bad line spoils only itself.
 */
public final class InputFile {

    private final Path path;
    private final InputRules rules;
    private final FileFormat format;
    private final @Nullable TableLayout layout;
    private final long headerLine;

    private InputFile(Path path, InputRules rules, FileFormat format, @Nullable TableLayout layout, long headerLine) {
        this.path = path;
        this.rules = rules;
        this.format = format;
        this.layout = layout;
        this.headerLine = headerLine;
    }

    /**
     * Looks at the beginning to see what kind of file it is.
     *
     * @throws CommandException if the file is not there, is empty, is no text in UTF-8, or its header cannot be meant
     */
    public static InputFile open(Path path, InputRules rules) {
        var format = FileFormat.of(path);
        if (format != FileFormat.TABLE) {
            return new InputFile(path, rules, format, null, 0);
        }
        try (var lines = PhysicalLines.open(path)) {
            var first = firstText(path, lines);
            var where = path + ", line " + first.number();
            try {
                return new InputFile(
                        path,
                        rules,
                        format,
                        TableLayout.of(first.text(), Separator.usual(path), where, rules),
                        first.number());
            } catch (BadLineException e) {
                throw new CommandException(where + ": the header is " + e.reason(), e);
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** What a reader should know of how the file is read, in words. */
    public List<String> notes() {
        if (layout == null) {
            return List.of();
        }
        var notes = new ArrayList<String>();
        if (layout.separator() != Separator.usual(path)) {
            notes.add("the cells are separated by " + layout.separator().title());
        }
        layout.leftOut().ifPresent(notes::add);
        return notes;
    }

    /** Whether it is a table without a column for what the answer should be. */
    public boolean lacksAnswers() {
        return layout != null
                && layout.columns().stream()
                        .noneMatch(column -> column instanceof Column.Known known
                                && known.field().isAnswer());
    }

    /** Calls {@code consumer} with each line in order, without empty ones. Holds one at a time in memory. */
    public void forEach(Consumer<InputLine> consumer) {
        try {
            switch (format) {
                case TABLE, JSON_LINES -> forEachLine(consumer);
                case JSON_ARRAY -> forEachElement(consumer);
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /** All lines; for files that fit in memory. */
    public List<InputLine> lines() {
        var lines = new ArrayList<InputLine>();
        forEach(lines::add);
        return lines;
    }

    private void forEachLine(Consumer<InputLine> consumer) throws IOException {
        try (var lines = PhysicalLines.open(path)) {
            var table = layout == null ? null : new TableRecords(lines, layout, rules);
            for (var line = lines.next(); line != null; line = lines.next()) {
                if (line.number() <= headerLine || line.isBlank()) {
                    continue;
                }
                InputLine read;
                try {
                    read = table == null ? JsonFields.query(line.number(), line.text(), rules) : table.query(line);
                } catch (BadLineException e) {
                    read = new InputLine.Bad(line.number(), e.reason());
                }
                if (read != null) {
                    consumer.accept(read);
                }
            }
        }
    }

    private void forEachElement(Consumer<InputLine> consumer) throws IOException {
        try (var in = new BufferedInputStream(Files.newInputStream(path));
                var parser = JsonFields.ELEMENT.createParser(in)) {
            try {
                parser.nextToken();
                for (int place = 1; parser.nextToken() != JsonToken.END_ARRAY; place++) {
                    consumer.accept(element(parser, place));
                }
            } catch (JsonProcessingException e) {
                consumer.accept(new InputLine.Bad(
                        Math.max(
                                1, e.getLocation() == null ? 1 : e.getLocation().getLineNr()),
                        "not JSON from here on: " + JsonFields.reason(e)));
            }
        }
    }

    private InputLine element(JsonParser parser, int place) throws IOException {
        long number = parser.currentTokenLocation().getLineNr();
        try {
            return JsonFields.query(number, JsonFields.ELEMENT.<JsonNode>readTree(parser), rules);
        } catch (BadLineException e) {
            // Several may stand in one line.
            return new InputLine.Bad(number, "element " + place + ": " + e.reason());
        }
    }

    private static PhysicalLine firstText(Path path, PhysicalLines lines) throws IOException {
        for (var line = lines.next(); line != null; line = lines.next()) {
            if (!line.isBlank()) {
                return line;
            }
        }
        throw new CommandException(
                path + " is empty: write a header line such as 'text<TAB>label', then one query a line");
    }

    private static CommandException unreadable(Path path, IOException e) {
        return new CommandException("Cannot read " + path + ": " + e.getMessage(), e);
    }
}
