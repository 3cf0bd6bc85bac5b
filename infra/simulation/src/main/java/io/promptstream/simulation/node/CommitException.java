package io.promptstream.simulation.node;

/** A commit failed, as far as the loop is told. */
final class CommitException extends RuntimeException {
    CommitException(String message) {
        super(message, null, false, false);
    }
}
