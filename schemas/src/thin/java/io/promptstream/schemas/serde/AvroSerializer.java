package io.promptstream.schemas.serde;

import io.promptstream.schemas.registry.SchemaRegistryClient;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes Avro records in Confluent's wire format, under the subjects of TopicNameStrategy. Configured as {@link SerdeConfig}
 * says; takes generated and generic records.
 *
 * <p>Throws {@code SerializationException}s: a {@code RegistryException} where the registry is the reason.
 *
 * @param <T> the records that are written
 */
public final class AvroSerializer<T extends IndexedRecord> implements Serializer<T> {

    private boolean forKey;
    private @Nullable SchemaRegistryClient registry;
    private @Nullable AvroEncoder encoder;

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        var config = SerdeConfig.from(properties);
        forKey = isKey;
        registry = new SchemaRegistryClient(config.registry());
        encoder = new AvroEncoder(registry, config);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T datum) {
        if (datum == null) {
            return null;
        }
        if (encoder == null) {
            throw new IllegalStateException(
                    "The serializer is not configured: call configure(properties, isKey) first");
        }
        return encoder.encode(Subjects.of(topic, forKey), datum);
    }

    @Override
    public void close() {
        if (registry != null) {
            registry.close();
        }
    }
}
