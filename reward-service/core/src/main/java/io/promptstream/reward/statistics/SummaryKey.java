package io.promptstream.reward.statistics;

import io.promptstream.event.Role;

/** Whose rewards a summary covers. */
public record SummaryKey(String taskId, Role role) {
    private static final char SEPARATOR = '/';

    /** The key as text; task ids have no slash, so it can be parsed again. */
    public String text() {
        return taskId + SEPARATOR + role.name();
    }

    public static SummaryKey parse(String text) {
        int separator = text.lastIndexOf(SEPARATOR);
        return new SummaryKey(text.substring(0, separator), Role.valueOf(text.substring(separator + 1)));
    }
}
