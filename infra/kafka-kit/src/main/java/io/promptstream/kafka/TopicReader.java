package io.promptstream.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads partitions from where it is told, without a group. Whether it has come to an end is told by its position, never by
 * the last record: the markers of transactions take offsets too, and what was compacted or aborted never comes. Belongs to one
 * thread.
 */
public final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<String, byte[]> consumer;

    private TopicReader(Consumer<String, byte[]> consumer) {
        this.consumer = consumer;
    }

    /**
     * Reads from these offsets on.
     *
     * @param consumer without a group; closed with the reader, or at once if there is an exception
     */
    public static TopicReader from(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> offsets) {
        return open(consumer, () -> {
            consumer.assign(offsets.keySet());
            offsets.forEach(consumer::seek);
        });
    }

    /** As {@link #from}, from the first record of each partition. */
    public static TopicReader fromBeginning(Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions) {
        return open(consumer, () -> {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        });
    }

    /** As {@link #fromBeginning}, of all partitions of these topics. */
    public static TopicReader fromBeginning(Consumer<String, byte[]> consumer, String... topics) {
        return open(consumer, () -> {
            List<TopicPartition> partitions = Stream.of(topics)
                    .flatMap(topic -> consumer.partitionsFor(topic).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        });
    }

    private static TopicReader open(Consumer<String, byte[]> consumer, Runnable positioning) {
        try {
            positioning.run();
            return new TopicReader(consumer);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** The first offsets that the partitions still hold. */
    public Map<TopicPartition, Long> beginnings() {
        return consumer.beginningOffsets(consumer.assignment());
    }

    /** The ends of the partitions, as readers see them now: what open transactions hold is not there yet. */
    public Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(consumer.assignment());
    }

    /** The first record of each partition that is of this time or later; those without one are not among them. */
    public Map<TopicPartition, OffsetAndTimestamp> since(Instant time) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        consumer.assignment().forEach(partition -> asked.put(partition, time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>(consumer.offsetsForTimes(asked));
        found.values().removeIf(Objects::isNull);
        return found;
    }

    /** The offsets of those records; where there is none, the partition's end. */
    public Map<TopicPartition, Long> offsetsSince(Instant time, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> offsets = new HashMap<>(ends);
        since(time).forEach((partition, first) -> offsets.put(partition, first.offset()));
        return offsets;
    }

    /** Continues from another offset. */
    public void seek(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
    }

    /** Offset of the record that is read next. */
    public long position(TopicPartition partition) {
        return consumer.position(partition);
    }

    /** Whether everything before these ends is read. */
    public boolean hasReached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    public ConsumerRecords<String, byte[]> poll(Duration longest) {
        return consumer.poll(longest);
    }

    /**
     * Reads everything before the ends, and perhaps more.
     *
     * @throws KafkaException if no record comes for longer than {@code patience}
     */
    public void readTo(
            Map<TopicPartition, Long> ends,
            Duration patience,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
        Deadline deadline = Deadline.in(patience);
        while (!hasReached(ends)) {
            if (deadline.isOver()) {
                throw new KafkaException("could not read to %s within %s".formatted(ends, patience));
            }
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            records.forEach(each);
            deadline = records.isEmpty() ? deadline : Deadline.in(patience);
        }
    }

    /** Makes a waiting poll end with an exception; called from another thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
