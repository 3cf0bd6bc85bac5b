package io.promptstream.format;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many characters and classes a regular expression has when its counted repeats are written out. Known before it is
 * compiled, since compiling writes them out: <code>((a{999}){999}){999}</code> is short and would fill the memory.
 */
final class PatternSize {
    private static final Pattern REPEAT = Pattern.compile("^\\{(\\d{1,9})(?:,(\\d{0,9}))?\\}");

    /** Sizes of the groups that are open, the innermost first. */
    private final Deque<Long> groups = new ArrayDeque<>();

    private final String text;
    private long last;

    private PatternSize(String text) {
        this.text = text;
        groups.push(0L);
    }

    static long of(String text) {
        return new PatternSize(text).count();
    }

    private long count() {
        int at = 0;
        while (at < text.length()) {
            at = switch (text.charAt(at)) {
                case '(' -> open(at);
                case ')' -> close(at);
                case '[' -> characterClass(at);
                case '\\' -> one(at + 2);
                case '{' -> repeat(at);
                default -> one(at + 1);
            };
        }
        while (groups.size() > 1) {
            close(0);
        }
        return groups.pop();
    }

    private int one(int next) {
        last = 1;
        add(1);
        return next;
    }

    private int open(int at) {
        groups.push(1L);
        return at + 1;
    }

    private int close(int at) {
        if (groups.size() > 1) {
            last = groups.pop();
            add(last);
        }
        return at + 1;
    }

    private int characterClass(int at) {
        int end = at + 1;
        // A bracket that comes first is a member of the class.
        while (end < text.length() && (text.charAt(end) != ']' || end == at + 1)) {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return one(end + 1);
    }

    private int repeat(int at) {
        Matcher repeat = REPEAT.matcher(text.substring(at));
        if (!repeat.find()) {
            return one(at + 1);
        }
        String most = repeat.group(2);
        long times = Math.max(1, Long.parseLong(most == null || most.isEmpty() ? repeat.group(1) : most));
        add(last * (times - 1));
        last *= times;
        return at + repeat.end();
    }

    /** Adds to the innermost group; bounded, so that no product of two sizes overflows. */
    private void add(long size) {
        groups.push(Math.min(Integer.MAX_VALUE, groups.pop() + size));
        last = Math.min(Integer.MAX_VALUE, last);
    }
}
