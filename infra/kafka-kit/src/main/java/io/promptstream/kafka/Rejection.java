package io.promptstream.kafka;

import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.size.OversizedRecordException;
import org.jspecify.annotations.Nullable;

/**
 * Why a record becomes a dead letter.
 *
 * @param message for people: what is wrong and what to write instead
 * @param exceptionClass name of the exception's class, or null where there was none
 */
public record Rejection(
        DeadLetterReason reason, String message, @Nullable String exceptionClass) {

    public static Rejection unreadable(Decoded.Unreadable<?> record) {
        return new Rejection(DeadLetterReason.UNREADABLE, record.reason(), record.exceptionClass());
    }

    /** The record's key is not the value of the field that it repeats. */
    public static Rejection wrongKey(String field, String value) {
        return new Rejection(
                DeadLetterReason.WRONG_KEY,
                "the key differs from the %s %s: write the record with the %s as its key"
                        .formatted(field, value, field),
                null);
    }

    public static Rejection unknownTask(String taskId) {
        return new Rejection(
                DeadLetterReason.UNKNOWN_TASK,
                taskId.isBlank()
                        ? "taskId is blank: write the id of a task that is there"
                        : "task %s is not known: put the task first, or write the id of one that is there"
                                .formatted(taskId),
                null);
    }

    /** The record itself, or one that would have to be written because of it. */
    public static Rejection tooLarge(OversizedRecordException record) {
        return new Rejection(
                DeadLetterReason.TOO_LARGE,
                String.valueOf(record.getMessage()),
                record.getClass().getName());
    }

    /** The event breaks a rule of its topic. */
    public static Rejection invalid(String message) {
        return new Rejection(DeadLetterReason.INVALID, message, null);
    }

    /** The event looks right, but nothing can be made of it. */
    public static Rejection failed(String message) {
        return new Rejection(DeadLetterReason.FAILED, message, null);
    }

    /** As {@link #failed(String)}, because of an exception. */
    public static Rejection failed(String message, Exception cause) {
        return new Rejection(DeadLetterReason.FAILED, message, cause.getClass().getName());
    }
}
