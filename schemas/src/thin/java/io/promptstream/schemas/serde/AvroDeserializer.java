package io.promptstream.schemas.serde;

import io.promptstream.schemas.registry.SchemaRegistryClient;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro records in Confluent's wire format. Configured as {@link SerdeConfig} says.
 *
 * <p>Throws {@code SerializationException}s: {@link WireFormatException} where the bytes are the reason, a
 * {@code RegistryException} where the registry is.
 *
 * @param <T> the records that are read; with {@code specific.avro.reader} the class that the writer's schema names
 */
public final class AvroDeserializer<T extends IndexedRecord> implements Deserializer<T> {

    private @Nullable SchemaRegistryClient registry;
    private @Nullable AvroDecoder decoder;

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        var config = SerdeConfig.from(properties);
        registry = new SchemaRegistryClient(config.registry());
        decoder = new AvroDecoder(registry, config.specificReader());
    }

    // As with every deserializer, what was written decides what comes out.
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (decoder == null) {
            throw new IllegalStateException(
                    "The deserializer is not configured: call configure(properties, isKey) first");
        }
        return (T) decoder.decode(bytes);
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
