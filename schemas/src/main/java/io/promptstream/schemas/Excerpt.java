package io.promptstream.schemas;

/** Quotes the beginning of a text in a message: anybody may send one of a megabyte. */
public final class Excerpt {
    private static final int MOST = 200;

    private Excerpt() {}

    public static String of(String text) {
        return of(text, MOST);
    }

    /** The text, or so many characters of it at most and an ellipsis; no surrogate pair is cut. */
    public static String of(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end) + "…";
    }
}
