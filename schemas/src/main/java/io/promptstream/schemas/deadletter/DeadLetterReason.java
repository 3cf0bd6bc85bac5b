package io.promptstream.schemas.deadletter;

/** Kinds of reasons for dead letters, for counting; the letter itself says it in words. */
public enum DeadLetterReason {
    /** The bytes are no event of the topic. */
    UNREADABLE,
    /** The event stands under a key that is not its own. */
    WRONG_KEY,
    /** A value in the event cannot be. */
    INVALID,
    /** The event is of a task that is not there. */
    UNKNOWN_TASK,
    /** The record, or one that would have to be written because of it, is larger than its topic takes. */
    TOO_LARGE,
    /** The service could not process an event that looks right. */
    FAILED
}
