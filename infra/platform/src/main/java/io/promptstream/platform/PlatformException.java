package io.promptstream.platform;

/** A broker or registry could not be set up or started; the message says why and what to do. */
public final class PlatformException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PlatformException(String message) {
        super(message);
    }

    PlatformException(String message, Throwable cause) {
        super(message, cause);
    }
}
