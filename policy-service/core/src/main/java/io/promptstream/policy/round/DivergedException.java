package io.promptstream.policy.round;

/** What was learned again is not what the history says was learned; the message says where. */
public final class DivergedException extends Exception {
    private static final long serialVersionUID = 1L;

    DivergedException(String message) {
        super(message);
    }
}
