package io.promptstream.reward.scoring;

/** Quotes the beginning of a text in a message. */
final class Excerpt {
    private static final int LONGEST = 200;

    private Excerpt() {}

    /** The text, or its beginning and an ellipsis; no surrogate pair is cut. */
    static String of(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "…";
    }
}
