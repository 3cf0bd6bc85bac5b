package io.promptstream.reward.dashboard;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What failed of a task, by kind: messages that differ in numbers, ids and quoted texts only are of one kind. Beyond so many
 * kinds of a code, the others are one more.
 */
final class Failures {
    private static final int KINDS_OF_CODE = 8;
    private static final int CODES = 40;
    /** What tells apart two messages of one kind: what is quoted, ids, numbers. */
    private static final Pattern VARYING =
            Pattern.compile("\"[^\"]*\"|'[^']*'|[0-9a-fA-F]{8}-[0-9a-fA-F-]{20,}|\\S*\\d\\S*");

    private final Map<Kind, FailureRow> rows = new HashMap<>();
    private final Map<String, Integer> kinds = new HashMap<>();
    private long total;
    private long changed;

    private record Kind(String topic, String code, String message) {}

    void add(String topic, String code, String message, Instant at, @Nullable String queryId, long tick) {
        String shown = Texts.cut(message, Texts.MESSAGE);
        FailureRow one = new FailureRow(topic, code, shown, 1, at, at, queryId);
        rows.merge(kindOf(one), one, FailureRow::again);
        total++;
        changed = tick;
    }

    private Kind kindOf(FailureRow one) {
        Kind exact =
                new Kind(one.topic(), one.code(), VARYING.matcher(one.message()).replaceAll("*"));
        if (rows.containsKey(exact)) {
            return exact;
        }
        String code = one.topic() + ' ' + one.code();
        if (!kinds.containsKey(code) && kinds.size() == CODES) {
            return new Kind("", "", "");
        }
        return kinds.merge(code, 1, Integer::sum) <= KINDS_OF_CODE ? exact : new Kind(one.topic(), one.code(), "");
    }

    /** The latest first. */
    List<FailureRow> rows() {
        return rows.values().stream()
                .sorted(Comparator.comparing(FailureRow::lastAt)
                        .reversed()
                        .thenComparing(FailureRow::topic)
                        .thenComparing(FailureRow::code)
                        .thenComparing(FailureRow::message))
                .toList();
    }

    /** All of them, if one has changed since; null otherwise. */
    @Nullable List<FailureRow> rowsSince(long tick) {
        return changed > tick ? rows() : null;
    }

    @Nullable FailureRow latest() {
        return latest(row -> true);
    }

    /** The latest of some kinds; null where there is none. */
    @Nullable FailureRow latest(Predicate<FailureRow> which) {
        return rows.values().stream()
                .filter(which)
                .max(Comparator.comparing(FailureRow::lastAt))
                .orElse(null);
    }

    long total() {
        return total;
    }
}
