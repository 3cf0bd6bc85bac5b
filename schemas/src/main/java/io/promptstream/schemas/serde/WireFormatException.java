package io.promptstream.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** The bytes are not an event in Confluent's wire format, or not one that the wanted type can hold. No retry helps. */
public final class WireFormatException extends SerializationException {

    private static final long serialVersionUID = 1L;

    public WireFormatException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
