package io.promptstream.policy.app.snapshots;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.KeyedRecords;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What is kept of the snapshots in the topic: nothing that grows with a policy's size. The whole snapshots of live policies
 * go into a cache, because the next query will ask for them.
 */
public final class SnapshotIndex implements KeyedRecords<SnapshotEntry> {
    private final KeyedEvents<PolicySnapshot> events;
    private final SnapshotCache whole;

    SnapshotIndex(KeyedEvents<PolicySnapshot> events, SnapshotCache whole) {
        this.events = events;
        this.whole = whole;
    }

    @Override
    public Optional<String> apply(ConsumerRecord<String, byte[]> record, Map<String, SnapshotEntry> newest) {
        Map<String, PolicySnapshot> read = new HashMap<>();
        Optional<String> reason = events.apply(record, read);
        if (reason.isPresent() || record.key() == null) {
            return reason;
        }
        PolicySnapshot snapshot = read.get(record.key());
        if (snapshot == null) {
            newest.remove(record.key());
            whole.forget(record.key());
            return Optional.empty();
        }
        // The whole one first, so that whoever is told of it finds it.
        if (snapshot.getCandidate().isEmpty()) {
            whole.put(record.key(), record.offset(), snapshot);
        }
        newest.put(record.key(), SnapshotEntry.of(snapshot, record.partition(), record.offset()));
        return Optional.empty();
    }
}
