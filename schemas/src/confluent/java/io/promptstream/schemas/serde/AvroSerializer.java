package io.promptstream.schemas.serde;

import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.generic.IndexedRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Confluent's own serializer in the place of the one in {@code src/thin/java}, with the same keys, defaults and exceptions.
 *
 * @param <T> the records that are written
 */
public final class AvroSerializer<T extends IndexedRecord> implements Serializer<T> {

    private final KafkaAvroSerializer delegate = new KafkaAvroSerializer();

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        var config = new HashMap<String, Object>(properties);
        config.putIfAbsent(SerdeConfig.REMOVE_JAVA_PROPERTIES, true);
        delegate.configure(config, isKey);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T datum) {
        try {
            return delegate.serialize(topic, datum);
        } catch (KafkaException e) {
            throw ConfluentErrors.whileWriting(e);
        }
    }

    @Override
    public void close() {
        delegate.close();
    }
}
