package io.promptstream.task.model;

/** A task names a model that this service cannot reach; the message says what to configure. */
public final class ModelUnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModelUnavailableException(String message) {
        super(message);
    }
}
