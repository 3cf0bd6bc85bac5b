package io.promptstream.local.input;

/** A line cannot be used; the message says what is wrong and what to write instead. */
final class BadLineException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String reason;

    BadLineException(String reason) {
        // One of many lines of a file: where it was found out is of no interest.
        super(reason, null, false, false);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
