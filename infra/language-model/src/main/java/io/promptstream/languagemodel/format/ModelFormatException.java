package io.promptstream.languagemodel.format;

/** A model directory that cannot be used; the message names the file, the field or tensor, and what was expected. */
public final class ModelFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelFormatException(String message) {
        super(message);
    }

    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
