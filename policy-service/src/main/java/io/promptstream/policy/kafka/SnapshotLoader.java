package io.promptstream.policy.kafka;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.policy.learning.CandidateKeys;
import io.promptstream.service.KeyedEvents;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the newest committed snapshots of one partition.
 *
 * <p>The end to which it reads is the log's own, not the last stable one, and it is asked for after the group's offsets
 * were: so a transaction of the learner before, whose offsets count already but whose snapshot is not visible yet, is
 * waited for. Without that, rounds could get lost.
 */
final class SnapshotLoader {
    private static final Duration POLL = Duration.ofMillis(100);
    /** Longer than a transaction may stay open. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Supplier<Consumer<String, byte[]>> readers;
    private final Supplier<Admin> admins;
    private final KeyedEvents<PolicySnapshot> events;
    private final String topic;
    private final Clock clock;

    SnapshotLoader(
            Supplier<Consumer<String, byte[]>> readers,
            Supplier<Admin> admins,
            KeyedEvents<PolicySnapshot> events,
            String topic,
            Clock clock) {
        this.readers = readers;
        this.admins = admins;
        this.events = events;
        this.topic = topic;
        this.clock = clock;
    }

    /** Newest snapshot of each task's live policy in the partition; records that are none are passed over. */
    Map<String, PolicySnapshot> load(int partition) throws InterruptedException {
        return load(partition, key -> !CandidateKeys.isOfCandidate(key));
    }

    /** The candidate of this key, if the partition has it by now. */
    Optional<PolicySnapshot> candidate(int partition, String key) throws InterruptedException {
        return Optional.ofNullable(load(partition, key::equals).get(key));
    }

    private Map<String, PolicySnapshot> load(int partition, Predicate<String> keys) throws InterruptedException {
        TopicPartition assigned = new TopicPartition(topic, partition);
        Map<String, ConsumerRecord<String, byte[]>> last = new HashMap<>();
        read(assigned, keys, record -> last.put(record.key(), record));
        Map<String, PolicySnapshot> newest = new HashMap<>();
        if (last.values().stream()
                .allMatch(record -> events.apply(record, newest).isEmpty())) {
            return newest;
        }
        // Seldom: something else follows a snapshot under its key, so every record has to be looked at.
        newest.clear();
        read(assigned, keys, record -> events.apply(record, newest));
        return newest;
    }

    /** Reads the records with these keys from the partition's beginning to its present end. */
    private void read(
            TopicPartition assigned,
            Predicate<String> keys,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> each)
            throws InterruptedException {
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
                for (ConsumerRecord<String, byte[]> record : reader.poll(POLL)) {
                    if (record.key() != null && keys.test(record.key())) {
                        each.accept(record);
                    }
                }
            }
        }
    }

    private long end(TopicPartition partition) throws InterruptedException {
        try (Admin admin = admins.get()) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot ask for the end of " + partition, e.getCause());
        }
    }
}
