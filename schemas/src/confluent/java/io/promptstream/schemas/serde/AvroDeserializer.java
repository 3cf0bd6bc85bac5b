package io.promptstream.schemas.serde;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's own deserializer in the place of the one in {@code src/thin/java}, with the same keys and exceptions.
 *
 * @param <T> the records that are read
 */
public final class AvroDeserializer<T extends IndexedRecord> implements Deserializer<T> {

    private final KafkaAvroDeserializer delegate = new KafkaAvroDeserializer();

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        delegate.configure(properties, isKey);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] bytes) {
        try {
            return (T) delegate.deserialize(topic, bytes);
        } catch (KafkaException e) {
            throw ConfluentErrors.whileReading(e);
        }
    }

    @Override
    public void close() {
        delegate.close();
    }
}
