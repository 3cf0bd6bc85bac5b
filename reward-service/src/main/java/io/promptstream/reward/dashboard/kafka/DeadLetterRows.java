package io.promptstream.reward.dashboard.kafka;

import io.promptstream.reward.dashboard.DeadLetterRow;
import io.promptstream.schemas.deadletter.DeadLetters;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads what the headers of a dead letter say. */
final class DeadLetterRows {
    private DeadLetterRows() {}

    static DeadLetterRow of(ConsumerRecord<String, byte[]> record) {
        Headers headers = record.headers();
        Long partition = number(headers, DeadLetters.PARTITION);
        return new DeadLetterRow(
                record.topic(),
                record.partition(),
                record.offset(),
                text(headers, DeadLetters.TOPIC),
                partition == null ? null : partition.intValue(),
                number(headers, DeadLetters.OFFSET),
                record.key(),
                text(headers, DeadLetters.REASON),
                text(headers, DeadLetters.EXCEPTION),
                text(headers, DeadLetters.SERVICE),
                Instant.ofEpochMilli(record.timestamp()),
                record.value() == null ? 0 : record.value().length,
                null);
    }

    /** The offset of the dead letter that the record says was put back; null where the record is a dead letter. */
    static @Nullable Long republishedOffset(ConsumerRecord<String, byte[]> record) {
        return number(record.headers(), DeadLetters.REPUBLISHED_OFFSET);
    }

    private static @Nullable Long number(Headers headers, String name) {
        String text = text(headers, name);
        return text != null && text.matches("\\d{1,18}") ? Long.valueOf(text) : null;
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }
}
