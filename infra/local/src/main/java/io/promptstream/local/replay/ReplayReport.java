package io.promptstream.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.display.ProgressBar;
import io.promptstream.local.display.Table;
import java.util.List;
import java.util.Locale;

/** What the policy service tells of a replay, for people. */
final class ReplayReport {

    private ReplayReport() {}

    /** Whether nothing more will happen. */
    static boolean hasEnded(JsonNode replay) {
        return isDone(replay) || replay.path("status").asText().equals("failed");
    }

    static boolean isDone(JsonNode replay) {
        return replay.path("status").asText().equals("done");
    }

    /** A line that says how far it is. */
    static String progress(JsonNode replay) {
        var status = replay.path("status").asText();
        if (status.equals("rescoring")) {
            var rescoring = replay.path("rescoring");
            return "rescoring     "
                    + ProgressBar.of(
                            rescoring.path("recordsRead").asLong(),
                            Math.max(1, rescoring.path("recordsInRange").asLong()));
        }
        var progress = replay.path("progress");
        if (!progress.hasNonNull("left")) {
            return "waiting for its turn";
        }
        long read = progress.path("read").asLong();
        long left = progress.path("left").asLong();
        var line = new StringBuilder(ProgressBar.of(read, read + left))
                .append(String.format(
                        Locale.ROOT,
                        "  %d left, version %d",
                        left,
                        replay.path("version").asLong()));
        if (progress.hasNonNull("recordsPerSecond")) {
            line.append(String.format(
                    Locale.ROOT, ", %.0f/s", progress.path("recordsPerSecond").asDouble()));
        }
        if (progress.hasNonNull("secondsLeft")) {
            line.append(String.format(
                    Locale.ROOT, ", %.0f s left", progress.path("secondsLeft").asDouble()));
        }
        return line.toString();
    }

    /** What came of it. */
    static List<String> lines(JsonNode replay) {
        var table = new Table("replay", replay.path("name").asText())
                .row("status", replay.path("status").asText());
        if (!replay.path("message").asText().isEmpty()) {
            table.row("message", replay.path("message").asText());
        }
        table.row("records read", replay.at("/progress/read").asText())
                .row("rounds learned", replay.path("roundsLearned").asText())
                .row("rounds skipped", replay.path("roundsLeftOut").asText());
        replay.path("leftOut")
                .properties()
                .forEach(reason -> table.row(
                        "  " + reason.getKey().replace('_', ' '),
                        reason.getValue().asText()));
        table.row("version", replay.path("version").asText())
                .row("digest", replay.path("digest").asText())
                .row("prompt", replay.path("prompt").asText("-"));
        if (replay.hasNonNull("verification")) {
            table.row(
                    "versions compared",
                    replay.at("/verification/versionsCompared").asText());
            var difference = replay.at("/verification/firstDifference");
            if (difference.isObject()) {
                table.row(
                        "first difference",
                        "version " + difference.path("version").asText() + ", offset "
                                + difference.path("offset").asText());
            }
        }
        return table.lines();
    }

    /** A line for each replay. */
    static List<String> list(JsonNode replays) {
        var table = new Table("replay", "status", "version", "rounds learned", "records left", "ordered");
        replays.forEach(replay -> table.row(
                replay.path("name").asText(),
                replay.path("status").asText(),
                replay.path("version").asText(),
                replay.path("roundsLearned").asText(),
                replay.at("/progress/left").asText("-"),
                replay.path("orderedAt").asText()));
        return table.lines();
    }
}
