package io.promptstream.schemas.registry;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** The schema registry could not do what it was asked; the message names its URL and says what to do. */
public abstract sealed class RegistryException extends SerializationException
        permits RegistryUnavailableException,
                UnknownSchemaException,
                IncompatibleSchemaException,
                RegistryRefusalException {

    private static final long serialVersionUID = 1L;

    RegistryException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
