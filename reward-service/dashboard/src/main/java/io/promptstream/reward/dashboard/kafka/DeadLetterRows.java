package io.promptstream.reward.dashboard.kafka;

import io.promptstream.reward.dashboard.DeadLetterRow;
import io.promptstream.reward.dashboard.Texts;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Reads what a dead letter says of itself. */
final class DeadLetterRows {
    /** A larger value is not decoded. */
    static final int MOST_DECODED = 2 << 20;

    private static final String TASK_FIELD = "taskId";

    private final EventCodec codec;
    private final Map<String, Source> sources = new HashMap<>();

    /** What a topic of dead letters is of. */
    private record Source(Topic topic, Class<? extends SpecificRecord> event) {}

    DeadLetterRows(EventCodec codec, TopicCatalogue topics) {
        this.codec = codec;
        topics.events()
                .forEach((topic, event) -> sources.put(topics.deadLetters(topic).name(), new Source(topic, event)));
    }

    DeadLetterRow row(ConsumerRecord<String, byte[]> record) {
        Headers headers = record.headers();
        Long partition = number(headers, DeadLetters.PARTITION);
        Source source = sources.get(record.topic());
        return new DeadLetterRow(
                record.topic(),
                record.partition(),
                record.offset(),
                text(headers, DeadLetters.TOPIC),
                partition == null ? null : (int) Math.min(partition, Integer.MAX_VALUE),
                number(headers, DeadLetters.OFFSET),
                record.key() == null ? null : Texts.id(record.key()),
                source == null ? null : task(source, record),
                source == null || source.topic().key() != Topic.Key.QUERY_ID || record.key() == null
                        ? null
                        : Texts.id(record.key()),
                text(headers, DeadLetters.REASON),
                text(headers, DeadLetters.EXCEPTION),
                text(headers, DeadLetters.SERVICE),
                Instant.ofEpochMilli(record.timestamp()),
                record.value() == null ? 0 : record.value().length,
                record.value() != null,
                null);
    }

    /** The task that the record is of: its key says so, or the event that it holds all the same. */
    private @Nullable String task(Source source, ConsumerRecord<String, byte[]> record) {
        String key = record.key();
        if (source.topic().key() != Topic.Key.QUERY_ID) {
            return key == null ? null : Texts.id(taskOf(key));
        }
        byte[] value = record.value();
        if (value != null
                && value.length <= MOST_DECODED
                && codec.decode(source.topic().name(), value, source.event()) instanceof Decoded.Event<?> decoded
                && decoded.event() instanceof SpecificRecord event) {
            Schema.Field field = event.getSchema().getField(TASK_FIELD);
            return field != null && event.get(field.pos()) instanceof String task ? Texts.id(task) : null;
        }
        return null;
    }

    /** The task of the key of a task or of a candidate. */
    static String taskOf(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
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
        return header == null || header.value() == null
                ? null
                : Texts.cut(new String(header.value(), StandardCharsets.UTF_8), Texts.LONGEST);
    }
}
