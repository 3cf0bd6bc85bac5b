package io.promptstream.policy.app.loop;

import io.promptstream.event.Query;
import io.promptstream.event.RoundResult;
import io.promptstream.policy.round.RoundChecks;
import io.promptstream.schemas.ProposalIds;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.size.OversizedRecordException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a record becomes a dead letter.
 *
 * @param message for people: what is wrong and what to write instead
 * @param exceptionClass name of the exception's class, or null where there was none
 */
public record Flaw(
        DeadLetterReason reason, String message, @Nullable String exceptionClass) {

    public static Flaw unreadable(Decoded.Unreadable<?> record) {
        return new Flaw(DeadLetterReason.UNREADABLE, record.reason(), record.exceptionClass());
    }

    public static Flaw wrongKey(String field, String value) {
        return new Flaw(
                DeadLetterReason.WRONG_KEY,
                "the key differs from the %s %s: write the record with the %s as its key"
                        .formatted(field, value, field),
                null);
    }

    public static Flaw unknownTask(String taskId) {
        return new Flaw(
                DeadLetterReason.UNKNOWN_TASK,
                taskId.isBlank()
                        ? "taskId is blank: write the id of a task that is there"
                        : "task %s is not known: put the task first, or write the id of one that is there"
                                .formatted(taskId),
                null);
    }

    /** The record itself, or one that would have to be written because of it. */
    public static Flaw tooLarge(OversizedRecordException record) {
        return new Flaw(
                DeadLetterReason.TOO_LARGE,
                String.valueOf(record.getMessage()),
                record.getClass().getName());
    }

    /** The event looks right, but nothing can be made of it. */
    public static Flaw failed(String message) {
        return new Flaw(DeadLetterReason.FAILED, message, null);
    }

    /** As {@link #failed(String)}, because of an exception. */
    public static Flaw failed(String message, Exception cause) {
        return new Flaw(DeadLetterReason.FAILED, message, cause.getClass().getName());
    }

    /** What is wrong with a query under this key, if anything is. */
    public static Optional<Flaw> of(@Nullable String key, Query query) {
        if (query.getQueryId().isBlank()) {
            return Optional.of(invalid("queryId is blank: write an identifier that no other query has"));
        }
        if (query.getQueryId().length() > ProposalIds.LONGEST_QUERY_ID) {
            return Optional.of(invalid("queryId has %d characters; write at most %d"
                    .formatted(query.getQueryId().length(), ProposalIds.LONGEST_QUERY_ID)));
        }
        if (!query.getQueryId().equals(key)) {
            return Optional.of(wrongKey("queryId", query.getQueryId()));
        }
        if (query.getText().isBlank()) {
            return Optional.of(invalid("text is blank: write the user's text"));
        }
        return Optional.empty();
    }

    /** What is wrong with a round result under this key, if anything is. */
    public static Optional<Flaw> of(@Nullable String key, RoundResult round) {
        return round.getTaskId().equals(key)
                ? RoundChecks.flaw(round).map(Flaw::invalid)
                : Optional.of(wrongKey("taskId", round.getTaskId()));
    }

    private static Flaw invalid(String message) {
        return new Flaw(DeadLetterReason.INVALID, message, null);
    }
}
