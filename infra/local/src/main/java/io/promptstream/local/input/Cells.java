package io.promptstream.local.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * The cells of a record, between delimiters; those in double quotes may hold delimiters, line ends and doubled quotes.
 *
 * <p>Commons CSV divides the record; which lines are one is found here, as its parser would take all that is left of a file for
 * one cell after a quote that was meant as a character.
 */
final class Cells {

    /** How the quotes of a record stand. */
    enum Quotes {
        /** There are none, or each one that is opened is closed. */
        BALANCED,
        /** The last one is open: the record continues in the next line, or a quote is only a character. */
        OPEN,
        /** Something follows a closed cell, so that quotes are only characters: {@code "Nice" he said}. */
        LITERAL
    }

    private Cells() {}

    static Quotes quotes(String record, char delimiter) {
        int at = 0;
        while (true) {
            at = afterBlanks(record, at, delimiter);
            if (at < record.length() && record.charAt(at) == '"') {
                int end = closing(record, at + 1);
                if (end < 0) {
                    return Quotes.OPEN;
                }
                at = afterBlanks(record, end + 1, delimiter);
                if (at < record.length() && record.charAt(at) != delimiter) {
                    return Quotes.LITERAL;
                }
            } else {
                at = record.indexOf(delimiter, at);
            }
            if (at < 0 || at >= record.length()) {
                return Quotes.BALANCED;
            }
            at++;
        }
    }

    /** The cells, with quotes that mean something; the record's quotes are balanced. */
    static List<String> quoted(String record, char delimiter) throws BadLineException {
        return cells(record, format(delimiter).setQuote('"'));
    }

    /** The cells, with quotes that are only characters. */
    static List<String> literal(String record, char delimiter) throws BadLineException {
        return cells(record, format(delimiter).setQuote((Character) null));
    }

    private static CSVFormat.Builder format(char delimiter) {
        return CSVFormat.Builder.create()
                .setDelimiter(delimiter)
                .setIgnoreSurroundingSpaces(true)
                .setIgnoreEmptyLines(false);
    }

    private static List<String> cells(String record, CSVFormat.Builder format) throws BadLineException {
        try (var parser = CSVParser.parse(record + "\n", format.get())) {
            var records = parser.getRecords();
            if (records.size() != 1) {
                throw new BadLineException(
                        "has a carriage return in its middle: take it out, or put the cell in double quotes");
            }
            return records.getFirst().toList();
        } catch (IOException | UncheckedIOException e) {
            throw new BadLineException("cannot be divided into cells: " + e.getMessage());
        }
    }

    private static int afterBlanks(String record, int from, char delimiter) {
        int at = from;
        while (at < record.length() && record.charAt(at) != delimiter && Character.isWhitespace(record.charAt(at))) {
            at++;
        }
        return at;
    }

    /** Where the quoted cell ends; -1 if it does not. */
    private static int closing(String record, int from) {
        int at = record.indexOf('"', from);
        while (at >= 0 && at + 1 < record.length() && record.charAt(at + 1) == '"') {
            at = record.indexOf('"', at + 2);
        }
        return at;
    }
}
