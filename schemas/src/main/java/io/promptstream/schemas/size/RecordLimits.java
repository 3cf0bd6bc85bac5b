package io.promptstream.schemas.size;

import java.util.Map;
import java.util.OptionalInt;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The largest record of each topic, in uncompressed bytes. Whoever sends a record checks it here first: what a broker or a
 * producer refuses depends on how well the record can be compressed, and comes when a transaction cannot continue any more.
 *
 * @param byTopic limits by the topic's name; a topic that is not there has none
 */
public record RecordLimits(Map<String, Integer> byTopic) {
    public RecordLimits {
        byTopic = Map.copyOf(byTopic);
    }

    /** Limits nothing. */
    public static RecordLimits none() {
        return new RecordLimits(Map.of());
    }

    public OptionalInt of(String topic) {
        Integer limit = byTopic.get(topic);
        return limit == null ? OptionalInt.empty() : OptionalInt.of(limit);
    }

    public boolean fits(String topic, long bytes) {
        return bytes <= of(topic).orElse(Integer.MAX_VALUE);
    }

    /**
     * Checks a record before it is sent.
     *
     * @throws OversizedRecordException if its topic does not take it
     */
    public void check(ProducerRecord<String, byte[]> record) {
        check(record.topic(), RecordSize.of(record.key(), record.value(), record.headers()));
    }

    /**
     * Checks a record that was read: a producer that compresses well may have written one that nobody else can write.
     *
     * @throws OversizedRecordException if it is larger than its topic is meant to take
     */
    public void check(ConsumerRecord<?, ?> record) {
        check(record.topic(), RecordSize.of(record));
    }

    /**
     * As {@link #check(ProducerRecord)}, for who knows the size.
     *
     * @throws OversizedRecordException if the topic takes fewer bytes
     */
    public void check(String topic, long bytes) {
        if (!fits(topic, bytes)) {
            throw new OversizedRecordException(topic, bytes, of(topic).orElseThrow());
        }
    }
}
