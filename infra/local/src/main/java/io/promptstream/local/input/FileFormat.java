package io.promptstream.local.input;

import io.promptstream.local.display.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;

/** What kind of file it is, by its first bytes and its name. */
enum FileFormat {
    TABLE,
    JSON_LINES,
    JSON_ARRAY;

    private static final int HEAD = 4096;

    /** What files of other kinds begin with, and what to do with them. */
    private static final Map<String, String> OTHERS = Map.of(
            "1f8b", "is compressed with gzip: unpack it with gunzip first",
            "28b52ffd", "is compressed with zstd: unpack it with unzstd first",
            "fd377a58", "is compressed with xz: unpack it with unxz first",
            "504b0304", "is a zip archive or an Excel workbook: unpack it, or save the sheet as CSV in UTF-8",
            "d0cf11e0", "is an Excel workbook: save the sheet as CSV in UTF-8",
            "50415231", "is a Parquet file: write it as JSON lines first",
            "fffe", "is UTF-16: save it as UTF-8, for example with 'iconv -f UTF-16 -t UTF-8'",
            "feff", "is UTF-16: save it as UTF-8, for example with 'iconv -f UTF-16 -t UTF-8'");

    /**
     * Looks at the file.
     *
     * @throws CommandException if it is not there, is empty, or is none that holds text
     */
    static FileFormat of(Path file) {
        if (Files.isDirectory(file)) {
            throw new CommandException(file + " is a folder: give a file in it");
        }
        if (!Files.isRegularFile(file)) {
            throw new CommandException(
                    "There is no file " + file + ": give a TSV or CSV file with a header, or JSON lines");
        }
        var head = head(file);
        var hex = HexFormat.of().formatHex(head);
        OTHERS.forEach((magic, advice) -> {
            if (hex.startsWith(magic)) {
                throw new CommandException(file + " " + advice);
            }
        });
        for (byte each : head) {
            if (each == 0) {
                throw new CommandException(file + " holds zero bytes, so it is no UTF-8 text, perhaps UTF-16:"
                        + " save it as UTF-8, for example with 'iconv -f UTF-16LE -t UTF-8'");
            }
        }
        return byText(file, new String(head, StandardCharsets.UTF_8));
    }

    private static FileFormat byText(Path file, String head) {
        var text = Blanks.trimmed(head);
        if (text == null) {
            throw new CommandException(
                    file + " is empty: write a header line such as 'text<TAB>label', then one query a line");
        }
        var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (text.startsWith("[") && (name.endsWith(".json") || text.matches("(?s)\\[\\s*(\\{.*|])"))) {
            return JSON_ARRAY;
        }
        if (!text.startsWith("{")) {
            return name.matches(".*\\.(jsonl|ndjson|json)") ? JSON_LINES : TABLE;
        }
        if (text.lines().findFirst().orElse("").strip().equals("{")) {
            throw new CommandException(file + " begins with a JSON object over several lines: write one object a line"
                    + " (for example with 'jq -c .'), or an array of objects");
        }
        return JSON_LINES;
    }

    private static byte[] head(Path file) {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        } catch (IOException e) {
            throw new CommandException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
