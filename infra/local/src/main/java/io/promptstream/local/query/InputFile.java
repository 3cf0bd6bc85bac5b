package io.promptstream.local.query;

import io.promptstream.local.display.CommandException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of queries: tab-separated with a header line, or, where the first line begins with a brace, one JSON object a
 * line. UTF-8. A bad line spoils only itself.
 */
public final class InputFile {

    private final Path path;
    private final LineParser parser;
    private final int headerLines;

    private InputFile(Path path, LineParser parser, int headerLines) {
        this.path = path;
        this.parser = parser;
        this.headerLines = headerLines;
    }

    /**
     * Looks at the first line to see what kind of file it is.
     *
     * @param labels names that a reference may have; empty where any text may be one
     * @throws CommandException if the file is not there, is empty, or its header lacks {@code text}
     */
    public static InputFile open(Path path, Set<String> labels) {
        if (!Files.isRegularFile(path)) {
            throw new CommandException("There is no file " + path + ": give a TSV file with a header, or JSON lines");
        }
        var first = firstLine(path);
        return first.stripLeading().startsWith("{")
                ? new InputFile(path, new JsonLineParser(labels), 0)
                : new InputFile(path, TsvLineParser.of(first, path, labels), 1);
    }

    /** Calls {@code consumer} with each line in order, without empty ones. Holds one line at a time in memory. */
    public void forEach(Consumer<InputLine> consumer) {
        try (var in = new BufferedInputStream(Files.newInputStream(path))) {
            long number = 0;
            for (var bytes = readLine(in); bytes != null; bytes = readLine(in)) {
                number++;
                if (number > headerLines && bytes.length > 0) {
                    consumer.accept(parse(number, bytes));
                }
            }
        } catch (IOException e) {
            throw new CommandException("Cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** All lines; for files that fit in memory. */
    public List<InputLine> lines() {
        var lines = new ArrayList<InputLine>();
        forEach(lines::add);
        return lines;
    }

    private InputLine parse(long number, byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return parser.parse(number, text);
        } catch (CharacterCodingException e) {
            return new InputLine.Bad(number, "not UTF-8: save the file in that encoding");
        }
    }

    private static String firstLine(Path path) {
        try (var in = new BufferedInputStream(Files.newInputStream(path))) {
            var bytes = readLine(in);
            if (bytes == null) {
                throw new CommandException(
                        path + " is empty: write a header line such as 'text<TAB>label', then one query a line");
            }
            var line = new String(bytes, StandardCharsets.UTF_8);
            return line.startsWith("\uFEFF") ? line.substring(1) : line;
        } catch (IOException e) {
            throw new CommandException("Cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** Bytes up to the end of the line, without it; null at the end of the file. */
    private static byte @Nullable [] readLine(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        while (next >= 0 && next != '\n') {
            line.write(next);
            next = in.read();
        }
        var bytes = line.toByteArray();
        boolean carriageReturn = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
        return carriageReturn ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
    }
}
