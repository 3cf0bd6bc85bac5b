package io.promptstream.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The default where another service owns the topic and keeps the record. */
public final class LoggedUnreadableRecords implements UnreadableRecords {
    private static final Logger log = LoggerFactory.getLogger(LoggedUnreadableRecords.class);

    @Override
    public void report(List<Unreadable> records) {
        for (Unreadable unreadable : records) {
            ConsumerRecord<String, byte[]> record = unreadable.record();
            log.warn("Skipped {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), unreadable.reason());
        }
    }
}
