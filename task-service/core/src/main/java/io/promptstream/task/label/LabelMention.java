package io.promptstream.task.label;

import java.util.regex.Pattern;

/**
 * A place in a normal text that names a label.
 *
 * @param start first character
 * @param end behind the last
 */
record LabelMention(int label, int start, int end) {
    private static final String NEGATIONS =
            "not|no|non|never|neither|nor|without|cannot|nicht|kein|keine|pas|ni|nunca|não|не|ни";

    /** What says that the negation before it is over, as in {@code not cold but warm}. */
    private static final String CONTRARIES = "but|rather|instead|sondern|mais|sino|mas|ma|но|а";

    /** A negation with at most two words between. */
    private static final Pattern DENIED =
            Pattern.compile("(?:(?<![\\p{L}\\p{N}])(?:" + NEGATIONS + ")|n['’]t)(?:\\s+(?!(?:" + CONTRARIES
                    + ")(?![\\p{L}'’]))[\\p{L}'’]+){0,2}\\s+[\"'“”«»‘’*_`(\\[]*$|[不非没無未]是?$");

    private static final int LONGEST_DENIAL = 80;
    private static final String MARKS = "[\\s\"'“”«»‘’*_`#>\\[\\]{}$\\\\]*";
    private static final Pattern SENTENCE_BEFORE = Pattern.compile("(?:^|[\\n.!?;:(=→—–|])" + MARKS + "$");
    private static final Pattern SENTENCE_BEHIND =
            Pattern.compile("[ \\t\"'“”«»‘’*_`#>\\[\\]{}$\\\\]*(?:$|[\\n.!?;()—–|]|\\s-\\s)");

    /** Marks around a label are fewer. */
    private static final int LONGEST_MARKS = 40;

    boolean contains(LabelMention other) {
        return start <= other.start && end >= other.end && end - start > other.end - other.start;
    }

    /** Whether the text says that it is not this label. */
    boolean isDenied(String text) {
        return DENIED.matcher(text.substring(Math.max(0, start - LONGEST_DENIAL), start))
                .find();
    }

    /** Whether it is a line or sentence by itself, or stands behind a colon, as an answer does. */
    boolean standsAlone(String text) {
        String before = text.substring(Math.max(0, start - LONGEST_MARKS), start);
        String behind = text.substring(end, Math.min(text.length(), end + LONGEST_MARKS));
        boolean begins = start <= LONGEST_MARKS || !before.matches(MARKS);
        return begins
                && SENTENCE_BEFORE.matcher(before).find()
                && SENTENCE_BEHIND.matcher(behind).lookingAt();
    }
}
