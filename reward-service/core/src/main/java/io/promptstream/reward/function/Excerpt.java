package io.promptstream.reward.function;

/** Quotes the beginning of a text in a message. */
public final class Excerpt {
    private static final int LONGEST = 200;

    private Excerpt() {}

    /** The text, or its beginning and an ellipsis; no surrogate pair is cut. */
    public static String of(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "…";
    }
}
