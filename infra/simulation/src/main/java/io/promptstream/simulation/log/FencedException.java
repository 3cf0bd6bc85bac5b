package io.promptstream.simulation.log;

/** The broker refuses a producer whose transactional id another one has, or a member that its group has given up. */
public final class FencedException extends RuntimeException {
    public FencedException(String message) {
        super(message);
    }
}
