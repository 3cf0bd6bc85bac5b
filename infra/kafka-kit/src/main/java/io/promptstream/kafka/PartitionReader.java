package io.promptstream.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads a partition as a whole. The end to which it reads is the log's own, not the last stable one: a transaction that is
 * open now is waited for, so what it commits is read too.
 */
public final class PartitionReader {
    /** Longer than a transaction may stay open. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final TopicClients clients;

    public PartitionReader(TopicClients clients) {
        this.clients = clients;
    }

    /**
     * Reads the records with these keys from the partition's beginning to its present end.
     *
     * @return that end
     */
    public long read(
            TopicPartition assigned,
            Predicate<String> keys,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> each)
            throws InterruptedException {
        long end = end(assigned);
        read(TopicReader.fromBeginning(clients.briefReader(), Set.of(assigned)), assigned, end, keys, each);
        return end;
    }

    /** As {@link #read}, from an offset on. */
    public void readFrom(
            TopicPartition assigned,
            long first,
            Predicate<String> keys,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> each)
            throws InterruptedException {
        long end = end(assigned);
        readRange(assigned, first, end, record -> {
            if (record.key() != null && keys.test(record.key())) {
                each.accept(record);
            }
        });
    }

    /** Reads the records of a range; whatever is committed there is waited for. */
    public void readRange(
            TopicPartition assigned,
            long first,
            long end,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
        try (TopicReader reader = TopicReader.from(clients.briefReader(), Map.of(assigned, first))) {
            reader.readTo(Map.of(assigned, end), PATIENCE, record -> {
                if (record.offset() < end) {
                    each.accept(record);
                }
            });
        }
    }

    private static void read(
            TopicReader opened,
            TopicPartition assigned,
            long end,
            Predicate<String> keys,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> each) {
        try (TopicReader reader = opened) {
            reader.readTo(Map.of(assigned, end), PATIENCE, record -> {
                if (record.key() != null && keys.test(record.key())) {
                    each.accept(record);
                }
            });
        }
    }

    private long end(TopicPartition partition) throws InterruptedException {
        try (Admin admin = clients.admin()) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot ask for the end of " + partition, e.getCause());
        }
    }
}
