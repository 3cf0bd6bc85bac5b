package io.promptstream.policy.kafka;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.service.LoopBody;
import io.promptstream.service.UnreadableRecords;
import io.promptstream.service.UnreadableRecords.Unreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads {@code policy-snapshots} from its beginning into {@link Snapshots}, and goes on reading. */
final class SnapshotReader implements LoopBody {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final EventCodec codec;
    private final UnreadableRecords unreadableRecords;
    private final Snapshots snapshots;
    private final Map<TopicPartition, Long> ends;

    /** Takes a consumer, which is closed with this object, or at once if there is an exception. */
    SnapshotReader(
            Consumer<String, byte[]> consumer,
            EventCodec codec,
            String topic,
            UnreadableRecords unreadable,
            Snapshots snapshots) {
        this.consumer = consumer;
        this.codec = codec;
        this.unreadableRecords = unreadable;
        this.snapshots = snapshots;
        try {
            this.ends = begin(consumer, topic);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    private static Map<TopicPartition, Long> begin(Consumer<String, byte[]> consumer, String topic) {
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer.endOffsets(partitions);
    }

    @Override
    public void runOnce() {
        List<Unreadable> unreadable = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            apply(record).ifPresent(reason -> unreadable.add(new Unreadable(record, reason)));
        }
        if (!unreadable.isEmpty()) {
            unreadableRecords.report(unreadable);
        }
        if (!snapshots.ready()
                && ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            snapshots.caughtUp();
        }
    }

    /** Why the record is no snapshot, if it is none. */
    private Optional<String> apply(ConsumerRecord<String, byte[]> record) {
        if (record.value() == null) {
            if (record.key() != null) {
                snapshots.remove(record.key());
            }
            return Optional.empty();
        }
        return switch (codec.decode(record.topic(), record.value(), PolicySnapshot.class)) {
            case Decoded.Event<PolicySnapshot> decoded -> accept(record, decoded.event());
            case Decoded.Unreadable<PolicySnapshot> wrong -> Optional.of(wrong.reason());
        };
    }

    private Optional<String> accept(ConsumerRecord<String, byte[]> record, PolicySnapshot snapshot) {
        if (snapshot.getTaskId().equals(record.key())) {
            snapshots.put(snapshot);
            return Optional.empty();
        }
        return Optional.of(RecordChecks.wrongKey("taskId", snapshot.getTaskId()));
    }

    @Override
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
