package io.promptstream.simulation.node;

/** The process dies here. */
public final class CrashException extends RuntimeException {
    CrashException() {
        super("the process died", null, false, false);
    }
}
