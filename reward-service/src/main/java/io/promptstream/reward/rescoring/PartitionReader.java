package io.promptstream.reward.rescoring;

import io.promptstream.service.KeyedEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the newest events of one partition of a compacted topic, to the end of the log: a transaction that is still open
 * there is waited for.
 */
final class PartitionReader<T extends SpecificRecord> {
    private static final Duration POLL = Duration.ofMillis(100);
    /** Longer than a transaction may stay open. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Supplier<? extends Consumer<String, byte[]>> readers;
    private final Admin admin;
    private final KeyedEvents<T> events;
    private final String topic;
    private final Clock clock;

    PartitionReader(
            Supplier<? extends Consumer<String, byte[]>> readers,
            Admin admin,
            KeyedEvents<T> events,
            String topic,
            Clock clock) {
        this.readers = readers;
        this.admin = admin;
        this.events = events;
        this.topic = topic;
        this.clock = clock;
    }

    /** Newest event of each key; records that hold none are passed over. */
    Map<String, T> load(int partition) throws InterruptedException {
        TopicPartition assigned = new TopicPartition(topic, partition);
        Map<String, T> newest = new HashMap<>();
        long end = end(assigned);
        Instant deadline = clock.instant().plus(PATIENCE);
        try (Consumer<String, byte[]> reader = readers.get()) {
            reader.assign(Set.of(assigned));
            reader.seekToBeginning(Set.of(assigned));
            while (reader.position(assigned) < end) {
                if (clock.instant().isAfter(deadline)) {
                    throw new KafkaException(
                            "%s could not be read to offset %d within %s".formatted(assigned, end, PATIENCE));
                }
                reader.poll(POLL).forEach(record -> events.apply(record, newest));
            }
        }
        return newest;
    }

    private long end(TopicPartition partition) throws InterruptedException {
        try {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot ask for the end of " + partition, e.getCause());
        }
    }
}
