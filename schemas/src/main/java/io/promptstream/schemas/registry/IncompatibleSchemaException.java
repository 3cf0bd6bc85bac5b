package io.promptstream.schemas.registry;

import org.jspecify.annotations.Nullable;

/** The schema contradicts earlier versions of its subject. */
public final class IncompatibleSchemaException extends RegistryException {

    private static final long serialVersionUID = 1L;

    public IncompatibleSchemaException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
