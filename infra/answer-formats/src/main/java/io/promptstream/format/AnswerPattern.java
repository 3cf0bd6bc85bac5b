package io.promptstream.format;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in RE2's syntax (<a href="https://github.com/google/re2/wiki/Syntax">wiki</a>), which has neither
 * look-around nor back-references and is matched in time linear in the text.
 */
public final class AnswerPattern {
    /** Matching takes time in proportion to it, and a repeat counts as often as it repeats. */
    private static final long LARGEST_PROGRAM = 10_000;

    private final Pattern pattern;

    private AnswerPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Compiles a pattern.
     *
     * @throws IllegalArgumentException if it is none, or too large; the message says what to write
     */
    public static AnswerPattern of(String text) {
        if (PatternSize.of(text) > LARGEST_PROGRAM) {
            throw new IllegalArgumentException("repeats too much; write counts in braces whose expansion has at most "
                    + LARGEST_PROGRAM + " characters");
        }
        try {
            return new AnswerPattern(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "is no regular expression of RE2: " + e.getDescription() + " at `" + e.getPattern()
                            + "`; write one without look-around and back-references",
                    e);
        }
    }

    /** Whether the pattern matches anywhere in the text. */
    public boolean isFoundIn(String text) {
        return pattern.matcher(text).find();
    }
}
