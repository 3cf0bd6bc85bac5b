package io.promptstream.reward.app.rescore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Copies the task's records of a range of all source partitions into one partition, in the order of their times: only so do
 * windows of rounds whose queries lie in several partitions mean what they meant. How far it has come is committed with
 * what it copied.
 */
final class Recorder implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(50);
    /** Of one partition; more are not fetched until these are taken. */
    private static final int MOST_WAITING = 500;

    private final Consumer<String, byte[]> consumer;
    private final SourceReader sources;
    private final SideNames names;
    private final Map<TopicPartition, Bookmark> range;
    private final TimeMerge<TopicPartition, ConsumerRecord<String, byte[]>> merge;
    private final long until;
    private long time;
    private long passedOver;
    private @Nullable Future<RecordMetadata> endRecord;

    /**
     * @param consumer of the recorder's group, without partitions; closed with this object
     * @param offsets next offset of each partition of the range, with its {@link Bookmark}
     */
    Recorder(
            Consumer<String, byte[]> consumer,
            SourceReader sources,
            SideNames names,
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        this.consumer = consumer;
        this.sources = sources;
        this.names = names;
        this.range = new HashMap<>();
        offsets.forEach((partition, offset) -> range.put(partition, Bookmark.parse(offset.metadata())));
        Bookmark any = range.values().iterator().next();
        this.until = any.until();
        this.time = any.time();
        this.passedOver = any.passedOver();
        List<TopicPartition> partitions = new ArrayList<>(range.keySet());
        partitions.sort(Comparator.comparing((TopicPartition partition) -> sources.source(partition.topic()))
                .thenComparingInt(TopicPartition::partition));
        this.merge = new TimeMerge<>(partitions, ConsumerRecord::timestamp);
        consumer.assign(partitions);
        offsets.forEach((partition, offset) -> consumer.seek(partition, offset.offset()));
    }

    /**
     * Copies some records and, behind the last one, the end. Sends nothing when there is nothing new.
     *
     * @param most records that are read at most
     */
    void copy(Transactions transactions, int most) {
        if (endRecord != null) {
            return;
        }
        fetch();
        int taken = 0;
        while (taken < most) {
            Optional<ConsumerRecord<String, byte[]>> next = merge.next();
            if (next.isEmpty()) {
                break;
            }
            taken++;
            copy(transactions, next.get());
        }
        if (merge.finished()) {
            // A life after this one may write it again, which changes nothing.
            endRecord = transactions.send(RecordedEvents.end(names.recording().name(), Math.max(time, until)));
        }
        if (taken > 0) {
            transactions.offsets(consumer.groupMetadata(), offsets());
        }
    }

    private void copy(Transactions transactions, ConsumerRecord<String, byte[]> record) {
        switch (sources.judge(record)) {
            case CONCERNS_TASK -> {
                time = Math.max(time, record.timestamp());
                transactions.send(
                        RecordedEvents.copy(names.recording().name(), sources.source(record.topic()), record, time));
            }
            case UNREADABLE -> passedOver++;
            case CONCERNS_OTHERS -> {}
        }
    }

    private void fetch() {
        for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            TopicPartition partition = new TopicPartition(record.topic(), record.partition());
            if (record.offset() < bookmark(partition).end()) {
                merge.add(partition, record);
            }
        }
        for (TopicPartition partition : range.keySet()) {
            boolean read = consumer.position(partition) >= bookmark(partition).end();
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

    private Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        range.forEach((partition, mark) -> offsets.put(
                partition,
                new OffsetAndMetadata(
                        next(partition),
                        new Bookmark(mark.start(), mark.end(), mark.since(), until, time, passedOver).text())));
        return offsets;
    }

    /** Offset of what is copied next of the partition. */
    private long next(TopicPartition partition) {
        return merge.head(partition).map(ConsumerRecord::offset).orElseGet(() -> consumer.position(partition));
    }

    private Bookmark bookmark(TopicPartition partition) {
        Bookmark bookmark = range.get(partition);
        if (bookmark == null) {
            throw new IllegalStateException(partition + " is not in the range");
        }
        return bookmark;
    }

    /** The offset behind the recording's end, once the transaction that wrote it was committed. */
    Optional<Long> end() {
        Future<RecordMetadata> written = endRecord;
        if (written == null || !written.isDone()) {
            return Optional.empty();
        }
        try {
            return Optional.of(written.get().offset() + 1);
        } catch (ExecutionException e) {
            throw new KafkaException("the end of the recording could not be written", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while the end of the recording was written", e);
        }
    }

    long recordsInRange() {
        return range.values().stream()
                .mapToLong(mark -> Math.max(0, mark.end() - mark.start()))
                .sum();
    }

    long recordsRead() {
        return range.entrySet().stream()
                .mapToLong(entry -> Math.max(
                        0,
                        Math.min(next(entry.getKey()), entry.getValue().end())
                                - entry.getValue().start()))
                .sum();
    }

    /** Where the range begins in time, if the topics no longer reach back to the beginning that was ordered. */
    Optional<Instant> since() {
        long since = range.values().iterator().next().since();
        return since == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(since));
    }

    long passedOver() {
        return passedOver;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
