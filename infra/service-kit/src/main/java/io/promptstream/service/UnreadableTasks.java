package io.promptstream.service;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What becomes of a record of the {@code tasks} topic that is no task. */
@FunctionalInterface
public interface UnreadableTasks {
    void report(ConsumerRecord<String, byte[]> record, String reason);
}
