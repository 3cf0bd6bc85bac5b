package io.promptstream.schemas.serde;

import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.promptstream.schemas.registry.IncompatibleSchemaException;
import io.promptstream.schemas.registry.RegistryConfig;
import io.promptstream.schemas.registry.RegistryRefusalException;
import io.promptstream.schemas.registry.RegistryUnavailableException;
import io.promptstream.schemas.registry.UnknownSchemaException;
import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/** Tells by the causes of Confluent's exceptions who is at fault: the registry, its configuration or the data. */
final class ConfluentErrors {

    private ConfluentErrors() {}

    static KafkaException whileWriting(KafkaException e) {
        return ofRegistry(e, e);
    }

    static KafkaException whileReading(KafkaException e) {
        return ofRegistry(e, new WireFormatException(message(e), e));
    }

    private static KafkaException ofRegistry(KafkaException e, KafkaException otherwise) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof RestClientException answer) {
                return ofStatus(answer.getStatus(), e);
            }
            // The end of the bytes is reported as an IOException too, and is the data's fault.
            if (cause instanceof EOFException) {
                return otherwise;
            }
            if (cause instanceof IOException || cause instanceof RetriableException) {
                return new RegistryUnavailableException(
                        message(e) + ": start the schema registry, or correct " + RegistryConfig.URL, e);
            }
        }
        return otherwise;
    }

    private static SerializationException ofStatus(int status, KafkaException e) {
        return switch (status) {
            case 404 -> new UnknownSchemaException(message(e), e);
            case 409 -> new IncompatibleSchemaException(message(e), e);
            case 408, 429 -> new RegistryUnavailableException(message(e), e);
            default ->
                status >= 500
                        ? new RegistryUnavailableException(message(e), e)
                        : new RegistryRefusalException(message(e), e);
        };
    }

    private static String message(KafkaException e) {
        var cause = e.getCause();
        var text = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
        return cause == null ? text : text + " (" + cause.getMessage() + ")";
    }
}
