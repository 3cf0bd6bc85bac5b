package io.promptstream.local.system;

import io.promptstream.schemas.Excerpt;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds in a log why its process does not work: the last error, and what caused it. */
final class LogReason {

    private static final long MOST_BYTES = 1 << 20;
    private static final int LONGEST = 500;

    /** A level in a log line, or what a JVM says before there is a log. */
    private static final Pattern ERROR = Pattern.compile(
            "\\b(ERROR|FATAL|SEVERE)\\b|^Exception in thread|^Error: |^Error occurred during|OutOfMemoryError");

    private static final String CAUSE = "Caused by: ";

    private LogReason() {}

    /** The reason among what was written to the log from the position on; empty if nothing there tells one. */
    static Optional<String> of(Path log, long from) {
        try (var channel = FileChannel.open(log)) {
            channel.position(Math.max(from, channel.size() - MOST_BYTES));
            var text = new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
            return of(text.lines().toList());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Likewise, of a log's lines. */
    static Optional<String> of(List<String> lines) {
        int error = -1;
        for (int at = 0; at < lines.size(); at++) {
            error = ERROR.matcher(lines.get(at)).find() ? at : error;
        }
        if (error < 0) {
            return Optional.empty();
        }
        var reason = lines.get(error);
        for (var line : lines.subList(error + 1, lines.size())) {
            reason = line.startsWith(CAUSE) ? line.substring(CAUSE.length()) : reason;
        }
        return Optional.of(Excerpt.of(withoutStamp(reason), LONGEST));
    }

    /** The message behind time, level, thread and logger; or behind the name of an exception. */
    private static String withoutStamp(String line) {
        return line.replaceFirst("^\\S*\\d\\d:\\d\\d:\\d\\d\\S*\\s+(ERROR|FATAL|SEVERE)\\s+\\S+\\s+", "")
                .replaceFirst("^([a-z]\\w*\\.)+([A-Z][\\w$]*): ", "")
                .strip();
    }
}
