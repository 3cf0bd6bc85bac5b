package io.promptstream.schemas.registry;

import org.jspecify.annotations.Nullable;

/** The registry answers, but has no such id, subject or version, or it is no Avro schema. */
public final class UnknownSchemaException extends RegistryException {

    private static final long serialVersionUID = 1L;

    public UnknownSchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
