package io.promptstream.schemas.deadletter;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Turns records that a service cannot process into records of {@code <source>.dead-letters}: same key, same bytes, same
 * headers, and further headers that say why and whence. Their names begin with {@code dead-letter.}; all are UTF-8 text.
 *
 * @param service name of the service, for the header
 */
public record DeadLetters(String service) {

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

    /**
     * Stands alone, on a record without value: the dead letter at this offset of the record's partition was put back on the
     * topic that it came from.
     */
    public static final String REPUBLISHED_OFFSET = "dead-letter.republished-offset";

    /** Headers must fit where the source's largest record does; a reason may quote input. */
    private static final int LONGEST_REASON = 4_000;

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
        return new ProducerRecord<>(topicOf(source.topic()), null, source.key(), source.value(), headers);
    }

    /** Adds the headers, for a caller that forwards records itself, such as a Kafka Streams processor. */
    public void describe(Headers headers, Origin origin, String reason, @Nullable String exceptionClass) {
        put(headers, REASON, reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON) + "…");
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
