package io.promptstream.schemas.serde;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Generated Avro classes in Confluent's wire format, for Kafka Streams. Safe for use by several threads.
 *
 * @param <T> the class that is written and read
 */
public final class AvroSerde<T extends SpecificRecord> implements Serde<T> {

    private final Class<T> type;
    private final AvroSerializer<T> serializer = new AvroSerializer<>();
    private final AvroDeserializer<SpecificRecord> deserializer = new AvroDeserializer<>();

    private AvroSerde(Class<T> type) {
        this.type = type;
    }

    /** A serde of a topic's values, configured as {@link SerdeConfig} says; {@code specific.avro.reader} is always true. */
    public static <T extends SpecificRecord> AvroSerde<T> ofValues(Class<T> type, Map<String, ?> properties) {
        var serde = new AvroSerde<>(type);
        serde.configure(properties, false);
        return serde;
    }

    @Override
    public void configure(Map<String, ?> properties, boolean isKey) {
        var specific = new HashMap<String, Object>(properties);
        specific.put(SerdeConfig.SPECIFIC_READER, true);
        serializer.configure(specific, isKey);
        deserializer.configure(specific, isKey);
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    /** Reads events of the type only; others are a {@link WireFormatException}. */
    @Override
    public Deserializer<T> deserializer() {
        return this::read;
    }

    private @Nullable T read(String topic, byte @Nullable [] bytes) {
        SpecificRecord event = deserializer.deserialize(topic, bytes);
        if (event != null && !type.isInstance(event)) {
            throw new WireFormatException(
                    "The record in " + topic + " holds a " + event.getSchema().getFullName() + ": write a "
                            + type.getName(),
                    null);
        }
        return type.cast(event);
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }
}
