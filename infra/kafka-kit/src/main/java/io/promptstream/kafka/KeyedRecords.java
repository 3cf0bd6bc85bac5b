package io.promptstream.kafka;

import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What is kept of the records of a compacted topic: something under each key, or nothing. */
@FunctionalInterface
public interface KeyedRecords<T> {
    /**
     * Puts what is kept of the record into {@code newest}, or removes what the record deletes.
     *
     * @return why the record holds no event of this topic, if so; then nothing has changed
     */
    Optional<String> apply(ConsumerRecord<String, byte[]> record, Map<String, T> newest);
}
