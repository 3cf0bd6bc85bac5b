package io.promptstream.kafka;

import io.promptstream.kafka.UnreadableRecords.Unreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * One reading of a compacted topic: from its beginning to the end that it has now, and on from there. What was read is
 * handed over at that end and kept up to date afterwards.
 */
final class CompactedTopicReader<T> implements LoopBody {
    private static final Duration POLL = Duration.ofMillis(500);
    /** Whoever has records before it and does not get on for so long does not read any more. */
    private static final Duration WATCH = Duration.ofSeconds(30);

    private static final Duration CATCHING_UP = Duration.ofMillis(50);

    private final TopicReader reader;
    private final KeyedRecords<T> events;
    private final UnreadableRecords unreadableRecords;
    private final java.util.function.Consumer<Map<String, T>> caughtUpWith;
    private final Map<Integer, Long> positions;
    private final Map<String, T> newest = new ConcurrentHashMap<>();
    private final Map<TopicPartition, Long> ends;
    private final Map<TopicPartition, Progress> watched = new HashMap<>();
    private Deadline nextWatch = Deadline.in(WATCH);
    private boolean caughtUp;

    /** Where reading stood, and where the partition ended then. */
    private record Progress(long position, long end) {}

    /**
     * @param consumer closed with this object, or at once if there is an exception
     * @param caughtUpWith takes the newest event of each key, once
     * @param positions gets, for each partition, the offset before which everything is in those events
     */
    CompactedTopicReader(
            Consumer<String, byte[]> consumer,
            String topic,
            KeyedRecords<T> events,
            UnreadableRecords unreadable,
            java.util.function.Consumer<Map<String, T>> caughtUpWith,
            Map<Integer, Long> positions) {
        this.reader = TopicReader.fromBeginning(consumer, topic);
        this.events = events;
        this.unreadableRecords = unreadable;
        this.caughtUpWith = caughtUpWith;
        this.positions = positions;
        try {
            this.ends = reader.ends();
        } catch (RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    @Override
    public void runOnce() {
        List<Unreadable> unreadable = new ArrayList<>();
        // Where nothing is left to read, a full poll would only delay the readiness.
        for (ConsumerRecord<String, byte[]> record : reader.poll(caughtUp ? POLL : CATCHING_UP)) {
            events.apply(record, newest).ifPresent(reason -> unreadable.add(new Unreadable(record, reason)));
        }
        watch();
        if (!unreadable.isEmpty()) {
            unreadableRecords.report(unreadable);
        }
        if (!caughtUp && reader.hasReached(ends)) {
            caughtUp = true;
            caughtUpWith.accept(newest);
        }
        if (caughtUp) {
            ends.keySet().forEach(partition -> positions.put(partition.partition(), reader.position(partition)));
        }
    }

    /** An exception makes the reading start over, and shows that it had stopped. */
    private void watch() {
        if (!nextWatch.isOver()) {
            return;
        }
        Map<TopicPartition, Long> now = reader.ends();
        now.forEach((partition, end) -> {
            long position = reader.position(partition);
            Progress before = watched.put(partition, new Progress(position, end));
            if (before != null && position == before.position() && position < before.end()) {
                throw new KafkaException("%s was not read for %d s, from offset %d on, though there are records"
                        .formatted(partition, WATCH.toSeconds(), position));
            }
        });
        nextWatch = Deadline.in(WATCH);
    }

    @Override
    public void wakeup() {
        reader.wakeup();
    }

    @Override
    public void close() {
        reader.close();
    }
}
