package io.promptstream.languagemodel.training.vocabulary;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * GPT-2's view of text: lower case, cut into words by its regular expression, each byte of a word written as one printable
 * character so that a vocabulary is readable JSON.
 */
final class ByteLevel {

    private static final Pattern WORDS = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final char[] PRINTABLE = printable();

    private ByteLevel() {}

    /** The words of {@code text} in order; a word carries the one space before it. */
    static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORDS.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /** One printable character per UTF-8 byte of {@code word}; a space becomes {@code Ġ}. */
    static String printable(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        StringBuilder printable = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            printable.append(PRINTABLE[b & 0xff]);
        }
        return printable.toString();
    }

    /** The 256 characters that stand for the bytes, sorted as GPT-2 numbers them: printable bytes first. */
    static List<String> alphabet() {
        List<String> alphabet = new ArrayList<>(PRINTABLE.length);
        for (char character : PRINTABLE) {
            alphabet.add(String.valueOf(character));
        }
        alphabet.sort(null);
        return alphabet;
    }

    private static char[] printable() {
        char[] characters = new char[256];
        char next = 256;
        for (int value = 0; value < characters.length; value++) {
            boolean visible = (value >= '!' && value <= '~') || (value >= 0xa1 && value <= 0xac) || (value >= 0xae);
            characters[value] = visible ? (char) value : next++;
        }
        return characters;
    }
}
