package io.promptstream.local.connection;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What goes wrong with a task, as the reward service sees it.
 *
 * @param state as the dashboard names it, such as {@code LEARNING} or {@code FAILING}; empty where it is not known
 * @param reason of the state in words; empty where there is nothing to say
 * @param cannotLearn why the task can never learn by its settings; empty where it can
 * @param total failures of all kinds
 * @param kinds of failures, the latest first
 */
public record TaskFailures(String state, String reason, String cannotLearn, long total, List<Kind> kinds) {

    /** Nothing is known. */
    public static final TaskFailures UNKNOWN = new TaskFailures("", "", "", 0, List.of());

    private static final int SECONDS_END = 19;

    /**
     * Failures that are alike.
     *
     * @param code for programs
     * @param message of the latest, in words
     * @param firstAt ISO 8601; empty where it is not known
     * @param lastAt likewise
     */
    public record Kind(String code, String message, long count, String firstAt, String lastAt) {

        static Kind of(JsonNode kind) {
            return new Kind(
                    text(kind, "code"),
                    text(kind, "message"),
                    kind.path("count").asLong(1),
                    text(kind, "firstAt"),
                    text(kind, "lastAt"));
        }

        /** For example {@code 40 since 10:02:01, last 10:05:33: MODEL_UNAVAILABLE: HTTP 429}. */
        String line(ZoneId zone) {
            return count + " since " + time(firstAt, zone) + (count > 1 ? ", last " + time(lastAt, zone) : "") + ": "
                    + code + (message.isEmpty() ? "" : ": " + message.replaceAll("\\s+", " "));
        }
    }

    public TaskFailures {
        kinds = List.copyOf(kinds);
    }

    /** A task as the overview and the list of failures write it. */
    public static TaskFailures of(JsonNode task) {
        var kinds = new ArrayList<Kind>();
        task.path("failures").forEach(kind -> kinds.add(Kind.of(kind)));
        if (kinds.isEmpty() && task.path("latestFailure").isObject()) {
            kinds.add(Kind.of(task.path("latestFailure")));
        }
        return new TaskFailures(
                text(task, "state"),
                text(task, "stateReason"),
                text(task, "cannotLearn"),
                task.path("total").asLong(task.path("failureTotal").asLong()),
                kinds);
    }

    /** The state as people read it. */
    public String stateText() {
        return state.isEmpty() ? "-" : state.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /**
     * What people should know of the task, in lines; none where nothing is wrong.
     *
     * @param version of the policy
     * @param most kinds of failures that are told apart
     */
    public List<String> lines(long version, int most, ZoneId zone) {
        var lines = new ArrayList<String>();
        if (!reason.isEmpty()) {
            lines.add(stateText() + ": " + reason);
        }
        if (!cannotLearn.isEmpty() && !cannotLearn.equals(reason)) {
            lines.add("cannot learn: " + cannotLearn);
        }
        if (version == 0) {
            lines.add("version 0: nothing learned yet" + (total == 0 ? "" : "; " + counted()));
        } else if (total > 0) {
            lines.add(counted());
        }
        kinds.stream().limit(most).forEach(kind -> lines.add("  " + kind.line(zone)));
        if (kinds.size() > most) {
            lines.add("  and " + (kinds.size() - most) + " other kinds: see 'promptstream task show'");
        }
        return lines;
    }

    private String counted() {
        return total + (total == 1 ? " failure" : " failures") + (kinds.isEmpty() ? "" : ":");
    }

    private static String text(JsonNode node, String field) {
        return node.path(field).isNull() ? "" : node.path(field).asText("");
    }

    private static String time(String instant, ZoneId zone) {
        try {
            return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
                    .format(Instant.parse(instant).atZone(zone));
        } catch (DateTimeException e) {
            return instant.isEmpty() ? "-" : instant.substring(0, Math.min(SECONDS_END, instant.length()));
        }
    }
}
