package io.promptstream.schemas.serde;

import io.promptstream.schemas.registry.UnknownSchemaException;
import io.promptstream.schemas.serde.Decoded.Event;
import io.promptstream.schemas.serde.Decoded.Unreadable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Events to bytes and back, for clients that consume and produce bytes, so that bad input never throws out of {@code poll}.
 * Safe for use by several threads.
 */
public final class EventCodec implements AutoCloseable {

    private final Serializer<SpecificRecord> serializer;
    private final Deserializer<SpecificRecord> deserializer;

    /** Configured as {@link SerdeConfig} says; {@code specific.avro.reader} is always true. */
    public EventCodec(Map<String, ?> properties) {
        this(new AvroSerializer<>(), new AvroDeserializer<>());
        var specific = new HashMap<String, Object>(properties);
        specific.put(SerdeConfig.SPECIFIC_READER, true);
        serializer.configure(specific, false);
        deserializer.configure(specific, false);
    }

    /**
     * For events in another form.
     *
     * @param deserializer throws a {@link WireFormatException} where there is no event; closed with this object, as is the other
     */
    public EventCodec(Serializer<SpecificRecord> serializer, Deserializer<SpecificRecord> deserializer) {
        this.serializer = serializer;
        this.deserializer = deserializer;
    }

    /**
     * The value of a record with the event for the topic.
     *
     * @throws SerializationException if the registry is unavailable or refuses the schema, or a field has a value of another type
     */
    public byte[] encode(String topic, SpecificRecord event) {
        return Objects.requireNonNull(serializer.serialize(topic, event));
    }

    /**
     * The event that a record of the topic holds. Bytes without one are no exception but an answer.
     *
     * @throws io.promptstream.schemas.registry.RegistryUnavailableException if the registry is unavailable; the record may be good, so
     *     read it again later
     * @throws io.promptstream.schemas.registry.RegistryRefusalException if the registry cannot be used as it is configured
     */
    public <T extends SpecificRecord> Decoded<T> decode(String topic, byte @Nullable [] value, Class<T> type) {
        if (value == null) {
            return new Unreadable<>(
                    "The record has no value: write a " + type.getSimpleName(), WireFormatException.class.getName());
        }
        try {
            var event = deserializer.deserialize(topic, value);
            if (type.isInstance(event)) {
                return new Event<>(type.cast(event));
            }
            var found = event == null ? "nothing" : "a " + event.getSchema().getFullName();
            return new Unreadable<>(
                    "The record holds " + found + ": write a " + type.getName(), WireFormatException.class.getName());
        } catch (WireFormatException | UnknownSchemaException e) {
            return new Unreadable<>(
                    Objects.requireNonNullElse(e.getMessage(), ""), e.getClass().getName());
        }
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }
}
