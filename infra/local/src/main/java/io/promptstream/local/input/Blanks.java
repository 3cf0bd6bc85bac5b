package io.promptstream.local.input;

import org.jspecify.annotations.Nullable;

/** White space around what people write, with what spreadsheets and web pages leave there. */
final class Blanks {

    private static final int ZERO_WIDTH_SPACE = 0x200B;
    private static final int BYTE_ORDER_MARK = 0xFEFF;

    private Blanks() {}

    /** Without blanks at its ends, among them no-break and zero-width spaces; null where nothing is left. */
    static @Nullable String trimmed(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int from = 0;
        int to = text.length();
        while (from < to && isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && isBlank(text.charAt(to - 1))) {
            to--;
        }
        return from == to ? null : text.substring(from, to);
    }

    static boolean isBlank(char character) {
        return Character.isWhitespace(character)
                || Character.isSpaceChar(character)
                || character == ZERO_WIDTH_SPACE
                || character == BYTE_ORDER_MARK;
    }
}
