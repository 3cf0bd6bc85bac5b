package io.promptstream.policy.learning;

/** A state that does not fit the task's policy or the language model; the message says what differs. */
public final class IncompatibleStateException extends Exception {
    private static final long serialVersionUID = 1L;

    public IncompatibleStateException(String message) {
        super(message);
    }
}
