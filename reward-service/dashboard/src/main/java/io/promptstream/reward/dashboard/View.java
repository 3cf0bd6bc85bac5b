package io.promptstream.reward.dashboard;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a page shows, and so what it is told besides the overview. */
public enum View {
    OVERVIEW,
    TASK,
    PROMPTS,
    STREAM,
    DEAD_LETTERS;

    /** Reads the name as {@link #text()} writes it. */
    public static Optional<View> parse(String text) {
        return Arrays.stream(values()).filter(view -> view.text().equals(text)).findFirst();
    }

    /** All names, for people. */
    public static String names() {
        return Arrays.stream(values()).map(View::text).collect(Collectors.joining(", "));
    }

    /** Whether it is about one task. */
    public boolean ofTask() {
        return this == TASK || this == PROMPTS || this == STREAM;
    }

    /** The name in addresses. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
