package io.promptstream.schemas.size;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The size of a record: its key, value and headers, uncompressed. What a batch adds to it is not counted. */
public final class RecordSize {
    private RecordSize() {}

    public static long of(byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        return length(key) + length(value) + of(headers);
    }

    public static long of(@Nullable String key, byte @Nullable [] value, Headers headers) {
        return of(key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, headers);
    }

    /** Of a record that was read. */
    public static long of(ConsumerRecord<?, ?> record) {
        return Math.max(0, record.serializedKeySize())
                + Math.max(0L, record.serializedValueSize())
                + of(record.headers());
    }

    private static long of(Headers headers) {
        long size = 0;
        for (Header header : headers) {
            size += header.key().getBytes(StandardCharsets.UTF_8).length + length(header.value());
        }
        return size;
    }

    private static long length(byte @Nullable [] bytes) {
        return bytes == null ? 0 : bytes.length;
    }
}
