package io.promptstream.kafka;

import java.nio.ByteBuffer;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads values as bytes, but nothing in place of one that is too large to be worked with: a batch of records that compresses
 * well may be hundreds of times its size. The record's {@code serializedValueSize} says how large it was.
 */
public final class BoundedDeserializer extends ByteArrayDeserializer {
    private final int largest;

    public BoundedDeserializer(int largest) {
        this.largest = largest;
    }

    @Override
    @SuppressWarnings("NullAway") // Kafka does not say that a value may be null.
    public byte @Nullable [] deserialize(String topic, Headers headers, @Nullable ByteBuffer data) {
        return data == null || data.remaining() > largest ? null : super.deserialize(topic, headers, data);
    }
}
