package io.promptstream.service;

import io.micronaut.context.annotation.Secondary;
import jakarta.inject.Singleton;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The default where another service owns the topic and keeps the record. */
@Singleton
@Secondary
final class LoggedUnreadableTasks implements UnreadableTasks {
    private static final Logger log = LoggerFactory.getLogger(LoggedUnreadableTasks.class);

    @Override
    public void report(ConsumerRecord<String, byte[]> record, String reason) {
        log.warn("Passed over {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), reason);
    }
}
