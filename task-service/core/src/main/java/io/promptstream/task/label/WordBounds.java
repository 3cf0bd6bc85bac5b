package io.promptstream.task.label;

import java.lang.Character.UnicodeScript;
import java.util.Set;

/**
 * Where words end. Hyphens, underscores and apostrophes between letters join them, so that {@code card} is no word of
 * {@code card-payment}, nor {@code positive} of {@code non-positive}; a sign or a fraction belongs to its number, {@code +} and
 * {@code #} to the letter before. Scripts without blanks between words have no such bounds.
 */
final class WordBounds {
    private static final String JOINERS = "-_'’\u2010\u2011";
    private static final Set<UnicodeScript> WITHOUT_BLANKS = Set.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR);

    private WordBounds() {}

    /** Whether the characters from start to end are words of their own. */
    static boolean around(String text, int start, int end) {
        return before(text, start) && behind(text, end);
    }

    private static boolean before(String text, int start) {
        int first = text.codePointAt(start);
        if (start == 0 || !isWord(first)) {
            return true;
        }
        int previous = text.codePointBefore(start);
        if (isWord(previous)) {
            return hasNoBounds(first) || hasNoBounds(previous);
        }
        boolean wordFurther = start > 1 && isWord(text.codePointBefore(start - 1));
        if (JOINERS.indexOf(previous) >= 0 && wordFurther) {
            return false;
        }
        boolean sign = (previous == '-' || previous == '−' || previous == '+') && !wordFurther;
        boolean fraction =
                (previous == '.' || previous == ',') && start > 1 && Character.isDigit(text.charAt(start - 2));
        return !(Character.isDigit(first) && (sign || fraction));
    }

    private static boolean behind(String text, int end) {
        int last = text.codePointBefore(end);
        if (end == text.length()) {
            return true;
        }
        int next = text.codePointAt(end);
        if (Character.getType(next) == Character.NON_SPACING_MARK) {
            return false;
        }
        if (!isWord(last)) {
            return true;
        }
        if (isWord(next)) {
            return hasNoBounds(last) || hasNoBounds(next);
        }
        boolean wordFurther = end + 1 < text.length() && isWord(text.codePointAt(end + 1));
        if (JOINERS.indexOf(next) >= 0 && wordFurther) {
            return false;
        }
        if ((next == '+' || next == '#') && Character.isLetter(last)) {
            return false;
        }
        boolean fraction =
                (next == '.' || next == ',') && end + 1 < text.length() && Character.isDigit(text.charAt(end + 1));
        return !(Character.isDigit(last) && fraction);
    }

    static boolean isWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint) || Character.getType(codePoint) == Character.NON_SPACING_MARK;
    }

    private static boolean hasNoBounds(int codePoint) {
        return WITHOUT_BLANKS.contains(UnicodeScript.of(codePoint));
    }
}
