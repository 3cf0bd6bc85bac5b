package io.promptstream.reward.app.rescore;

import io.promptstream.reward.rescoring.TimeMerge;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads the records of a range of all source partitions in the order of their times: only so do windows of rounds whose queries
 * lie in several partitions mean what they meant.
 */
final class RangeReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    /** Of one partition; more are not fetched until these are taken. */
    private static final int MOST_WAITING = 500;

    private final Consumer<String, byte[]> consumer;
    private final RecordedRange range;
    private final TimeMerge<TopicPartition, ConsumerRecord<String, byte[]>> merge;

    /**
     * Begins at the start of the range.
     *
     * @param consumer without a group; closed with this object
     * @throws IllegalArgumentException if the range has a topic that no rescoring reads
     * @throws IllegalStateException if the first records of the range are gone
     * @throws KafkaException if the topics cannot be read now
     */
    RangeReader(Consumer<String, byte[]> consumer, SourceReader sources, RecordedRange range) {
        this.consumer = consumer;
        this.range = range;
        List<TopicPartition> partitions = new ArrayList<>(range.partitions().keySet());
        partitions.forEach(partition -> sources.source(partition.topic()));
        partitions.sort(Comparator.comparing((TopicPartition partition) -> sources.source(partition.topic()))
                .thenComparingInt(TopicPartition::partition));
        this.merge = new TimeMerge<>(partitions, ConsumerRecord::timestamp);
        Map<TopicPartition, Long> starts = range.starts();
        Map<TopicPartition, Long> beginnings = beginnings(partitions);
        starts.forEach((partition, start) -> {
            if (beginnings.getOrDefault(partition, 0L) > start && start < range.end(partition)) {
                throw new IllegalStateException("records of its range in " + partition
                        + " were deleted meanwhile; withdraw the replay and order it again");
            }
        });
        consumer.assign(partitions);
        starts.forEach(consumer::seek);
    }

    private Map<TopicPartition, Long> beginnings(List<TopicPartition> partitions) {
        try {
            return consumer.beginningOffsets(partitions);
        } catch (TimeoutException e) {
            throw new KafkaException("cannot ask for the beginnings of " + partitions, e);
        }
    }

    /** The next records, as far as they are there. */
    void read(int most, java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
        fetch();
        for (int taken = 0; taken < most; taken++) {
            Optional<ConsumerRecord<String, byte[]>> next = merge.next();
            if (next.isEmpty()) {
                return;
            }
            each.accept(next.get());
        }
    }

    /** Whether all of the range was read. */
    boolean finished() {
        return merge.finished();
    }

    private void fetch() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (record.offset() < range.end(partition)) {
                merge.add(partition, record);
            }
        }
        for (TopicPartition partition : range.partitions().keySet()) {
            boolean read = consumer.position(partition) >= range.end(partition);
            if (read) {
                merge.end(partition);
            }
            if (read || merge.waiting(partition) >= MOST_WAITING) {
                consumer.pause(List.of(partition));
            } else {
                consumer.resume(List.of(partition));
            }
        }
    }

    long recordsRead() {
        return range.partitions().entrySet().stream()
                .mapToLong(
                        entry -> Math.min(next(entry.getKey()), entry.getValue().end())
                                - entry.getValue().start())
                .sum();
    }

    /** Offset of what comes next of the partition. */
    private long next(TopicPartition partition) {
        return merge.head(partition).map(ConsumerRecord::offset).orElseGet(() -> consumer.position(partition));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
