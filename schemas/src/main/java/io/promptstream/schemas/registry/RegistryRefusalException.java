package io.promptstream.schemas.registry;

import org.jspecify.annotations.Nullable;

/** The registry refuses the request itself: wrong credentials, a schema that it cannot read, a URL that is not its API. */
public final class RegistryRefusalException extends RegistryException {

    private static final long serialVersionUID = 1L;

    public RegistryRefusalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
