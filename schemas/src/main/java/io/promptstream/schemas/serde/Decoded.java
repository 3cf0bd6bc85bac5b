package io.promptstream.schemas.serde;

/**
 * What the bytes of a record turned out to be.
 *
 * @param <T> the expected event
 */
public sealed interface Decoded<T> {

    /** The expected event. */
    record Event<T>(T event) implements Decoded<T> {}

    /**
     * Not the expected event, however often it is read: a dead letter.
     *
     * @param reason for people
     * @param exceptionClass name of the class of the exception that says so
     */
    record Unreadable<T>(String reason, String exceptionClass) implements Decoded<T> {}
}
