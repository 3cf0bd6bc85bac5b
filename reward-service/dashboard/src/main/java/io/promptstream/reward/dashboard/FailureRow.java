package io.promptstream.reward.dashboard;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One kind of failure of a task.
 *
 * @param topic that tells of it, without the prefix: {@code task-outputs}, {@code scoring-notes} or one of dead letters
 * @param code of the failure, reason of the note, or {@link #DEAD_LETTER}
 * @param message of the latest, in words
 * @param queryId of the latest
 */
public record FailureRow(
        String topic,
        String code,
        String message,
        long count,
        Instant firstAt,
        Instant lastAt,
        @Nullable String queryId) {
    static final String TASK_OUTPUTS = "task-outputs";
    static final String SCORING_NOTES = "scoring-notes";
    /** The code of a record that no service could process. */
    public static final String DEAD_LETTER = "DEAD_LETTER";

    FailureRow again(FailureRow one) {
        boolean later = !one.lastAt.isBefore(lastAt);
        return new FailureRow(
                topic,
                code,
                later ? one.message : message,
                count + one.count,
                one.firstAt.isBefore(firstAt) ? one.firstAt : firstAt,
                later ? one.lastAt : lastAt,
                later ? one.queryId : queryId);
    }
}
