package io.promptstream.kafka;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What becomes of records of a compacted topic that hold no event of it. */
@FunctionalInterface
public interface UnreadableRecords {
    /** Called with what one poll brought; never with nothing. */
    void report(List<Unreadable> records);

    /**
     * A record without an event of its topic.
     *
     * @param reason for people: what is wrong and what to write instead
     */
    record Unreadable(ConsumerRecord<String, byte[]> record, String reason) {}
}
