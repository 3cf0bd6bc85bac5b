package io.promptstream.schemas.registry;

import org.jspecify.annotations.Nullable;

/** No registry answered, or only with server errors. The same call may succeed later: nothing is wrong with the data. */
public final class RegistryUnavailableException extends RegistryException {

    private static final long serialVersionUID = 1L;

    public RegistryUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
