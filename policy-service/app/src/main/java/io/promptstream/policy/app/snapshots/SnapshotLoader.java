package io.promptstream.policy.app.snapshots;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.schemas.topic.CandidateKeys;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the newest committed snapshots of one partition. Ask for them after the group's offsets were: so a transaction of
 * the learner before, whose offsets count already but whose snapshot is not visible yet, is waited for. Without that,
 * rounds could get lost.
 */
public final class SnapshotLoader {
    private final PartitionReader reader;
    private final KeyedEvents<PolicySnapshot> events;
    private final String topic;

    public SnapshotLoader(PartitionReader reader, KeyedEvents<PolicySnapshot> events, String topic) {
        this.reader = reader;
        this.events = events;
        this.topic = topic;
    }

    /** Newest snapshot of each task's live policy in the partition; records that are none are skipped. */
    public Map<String, PolicySnapshot> load(int partition) throws InterruptedException {
        return load(partition, key -> !CandidateKeys.isOfCandidate(key));
    }

    /** The candidate of this key, if the partition has it by now. */
    public Optional<PolicySnapshot> candidate(int partition, String key) throws InterruptedException {
        return Optional.ofNullable(load(partition, key::equals).get(key));
    }

    private Map<String, PolicySnapshot> load(int partition, Predicate<String> keys) throws InterruptedException {
        TopicPartition assigned = new TopicPartition(topic, partition);
        Map<String, ConsumerRecord<String, byte[]>> last = new HashMap<>();
        reader.read(assigned, keys, record -> last.put(record.key(), record));
        Map<String, PolicySnapshot> newest = new HashMap<>();
        if (last.values().stream()
                .allMatch(record -> events.apply(record, newest).isEmpty())) {
            return newest;
        }
        // Seldom: something else follows a snapshot under its key, so every record has to be looked at.
        newest.clear();
        reader.read(assigned, keys, record -> events.apply(record, newest));
        return newest;
    }
}
