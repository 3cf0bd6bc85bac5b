package io.promptstream.schemas.deadletter;

import io.promptstream.schemas.Excerpt;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.size.RecordSize;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Turns records that a service cannot process into records of {@code <source>.dead-letters}: same key, same bytes, same
 * headers, and further headers that say why and whence. Their names begin with {@code dead-letter.}; all are UTF-8 text.
 * Of a record that is too large for that topic the key stays and what fits of the rest, without the value; a header says so.
 *
 * @param service name of the service, for the header
 * @param limits the largest record of each topic
 */
public record DeadLetters(String service, RecordLimits limits) {

    public static final String SUFFIX = ".dead-letters";
    /** What the names of all headers begin with that are added here. */
    public static final String HEADER_PREFIX = "dead-letter.";

    public static final String REASON = "dead-letter.reason";
    public static final String EXCEPTION = "dead-letter.exception";
    public static final String TOPIC = "dead-letter.topic";
    public static final String PARTITION = "dead-letter.partition";
    public static final String OFFSET = "dead-letter.offset";
    public static final String TIMESTAMP = "dead-letter.timestamp";
    public static final String SERVICE = "dead-letter.service";
    /** Size of the record's key, value and headers in bytes, uncompressed; only where the letter is without its value. */
    public static final String SIZE = "dead-letter.size";
    /** How many bytes a letter may have; only where it is without its value. */
    public static final String LIMIT = "dead-letter.limit";

    /**
     * Stands alone, on a record without value: the dead letter at this offset of the record's partition was put back on the
     * topic that it came from.
     */
    public static final String REPUBLISHED_OFFSET = "dead-letter.republished-offset";

    /** Headers must fit where the source's largest record does; a reason may quote input. */
    private static final int LONGEST_REASON = 4_000;

    private static final byte[] NOTHING = {};

    /**
     * Where a record was.
     *
     * @param timestamp its time, in milliseconds since 1970
     */
    public record Origin(String topic, int partition, long offset, long timestamp) {}

    /** Name of the topic for the dead letters of {@code source}. */
    public static String topicOf(String source) {
        return source + SUFFIX;
    }

    /**
     * The dead letter of a consumed record.
     *
     * @param reason for people: what is wrong and what to write instead
     * @param exceptionClass name of the exception's class, or null where there was none
     */
    public <K extends @Nullable Object> ProducerRecord<K, byte[]> of(
            ConsumerRecord<K, byte[]> source, String reason, @Nullable String exceptionClass) {
        var headers = new RecordHeaders(source.headers().toArray());
        var origin = new Origin(source.topic(), source.partition(), source.offset(), source.timestamp());
        describe(headers, origin, reason, exceptionClass);
        var topic = topicOf(source.topic());
        long key = Math.max(0, source.serializedKeySize());
        if (fits(topic, key + Math.max(0, source.serializedValueSize()), headers)) {
            return new ProducerRecord<>(topic, null, source.key(), source.value(), headers);
        }
        describeOversized(headers, topic, RecordSize.of(source));
        if (!fits(topic, key, headers)) {
            source.headers().forEach(header -> headers.remove(header.key()));
            describe(headers, origin, reason, exceptionClass);
            describeOversized(headers, topic, RecordSize.of(source));
        }
        return new ProducerRecord<>(topic, null, fits(topic, key, headers) ? source.key() : null, null, headers);
    }

    /** Whether a letter with so many bytes of key and value, and these headers, can be written. */
    public boolean fits(String topic, long keyAndValue, Headers headers) {
        return limits.fits(topic, keyAndValue + RecordSize.of(NOTHING, NOTHING, headers));
    }

    /** Says that a letter is without the value of its record, which had so many bytes with key and headers. */
    public void describeOversized(Headers headers, String topic, long bytes) {
        put(headers, SIZE, Long.toString(bytes));
        limits.of(topic).ifPresent(limit -> put(headers, LIMIT, Integer.toString(limit)));
    }

    /** Adds the headers, for a caller that forwards records itself, such as a Kafka Streams processor. */
    public void describe(Headers headers, Origin origin, String reason, @Nullable String exceptionClass) {
        put(headers, REASON, Excerpt.of(reason, LONGEST_REASON));
        put(headers, TOPIC, origin.topic());
        put(headers, PARTITION, Integer.toString(origin.partition()));
        put(headers, OFFSET, Long.toString(origin.offset()));
        put(headers, TIMESTAMP, Long.toString(origin.timestamp()));
        put(headers, SERVICE, service);
        if (exceptionClass != null) {
            put(headers, EXCEPTION, exceptionClass);
        }
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
