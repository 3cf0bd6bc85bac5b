package io.promptstream.policy.app.snapshots;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.kafka.Deadline;
import io.promptstream.kafka.KeyedEvents;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads single snapshots from their topic. Thread-safe. */
public final class SnapshotRecords {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Supplier<? extends Consumer<String, byte[]>> readers;
    private final KeyedEvents<PolicySnapshot> events;
    private final String topic;

    /** @param readers make consumers without a group that fetch little at a time */
    SnapshotRecords(
            Supplier<? extends Consumer<String, byte[]>> readers, KeyedEvents<PolicySnapshot> events, String topic) {
        this.readers = readers;
        this.events = events;
        this.topic = topic;
    }

    /**
     * The snapshot at this place; nothing if the topic has it no more, because a newer one follows.
     *
     * @throws KafkaException if the brokers do not answer
     */
    Optional<PolicySnapshot> read(String key, int partition, long offset) {
        TopicPartition place = new TopicPartition(topic, partition);
        Deadline deadline = Deadline.in(PATIENCE);
        try (Consumer<String, byte[]> reader = readers.get()) {
            reader.assign(Set.of(place));
            reader.seek(place, offset);
            while (reader.position(place) <= offset) {
                if (deadline.isOver()) {
                    throw new KafkaException("the snapshot at offset %d of %s could not be read within %s"
                            .formatted(offset, place, PATIENCE));
                }
                for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                    if (record.offset() == offset) {
                        Map<String, PolicySnapshot> read = new HashMap<>();
                        events.apply(record, read);
                        return Optional.ofNullable(read.get(key));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
