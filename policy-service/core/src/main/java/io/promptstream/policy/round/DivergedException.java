package io.promptstream.policy.round;

/** What the history says was learned cannot be learned again; the message says where. */
public final class DivergedException extends Exception {
    private static final long serialVersionUID = 1L;

    DivergedException(String message) {
        super(message);
    }
}
