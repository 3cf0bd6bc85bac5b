package io.promptstream.local.connection;

import io.promptstream.local.display.CommandException;

/** The service does not have what was asked for. */
final class NotFoundException extends CommandException {

    private static final long serialVersionUID = 1L;

    NotFoundException(String message) {
        super(message);
    }
}
