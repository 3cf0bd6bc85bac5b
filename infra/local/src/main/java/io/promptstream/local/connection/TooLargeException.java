package io.promptstream.local.connection;

import io.promptstream.local.display.CommandException;

/** A record has no room in its topic. */
public final class TooLargeException extends CommandException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    TooLargeException(long bytes, long most) {
        this("too long: " + bytes + " bytes, at most " + most);
    }

    private TooLargeException(String reason) {
        super(reason);
        this.reason = reason;
    }

    /** Its size and what there is room for, in words. */
    public String reason() {
        return reason;
    }
}
