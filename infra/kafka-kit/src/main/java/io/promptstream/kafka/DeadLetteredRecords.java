package io.promptstream.kafka;

import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what holds no event as a dead letter; for the service that owns the topic. Compacted topics are read from the
 * beginning at every start and by every instance, so what was reported is remembered as committed offsets of a group that
 * nothing else uses, in one transaction with the dead letters. One instance at a time does so.
 */
public final class DeadLetteredRecords implements UnreadableRecords, AutoCloseable {
    private static final String PURPOSE = "unreadable-records";
    /** Another instance that reports at the same moment takes over the transaction; it does so once for each report. */
    private static final int ATTEMPTS = 5;

    private final KafkaClients clients;
    private final String groupId;
    private final DeadLetters deadLetters;
    private final DeadLetterCounters counters;
    private @Nullable Transactions transactions;
    private @Nullable Consumer<String, byte[]> offsets;

    public DeadLetteredRecords(
            KafkaClients clients, TopicCatalogue topics, DeadLetters deadLetters, DeadLetterCounters counters) {
        this.clients = clients;
        this.groupId = topics.prefix() + PURPOSE;
        this.deadLetters = deadLetters;
        this.counters = counters;
    }

    @Override
    public synchronized void report(List<Unreadable> records) {
        for (int attempt = 1; ; attempt++) {
            try {
                reportFresh(records);
                return;
            } catch (RuntimeException e) {
                close();
                if (!FencingDetector.isFencing(e)) {
                    throw e;
                }
                if (attempt == ATTEMPTS) {
                    // Instances share this id by design: that another one is at it says nothing of this one's name.
                    throw new KafkaException("other instances report unreadable records at the same time: " + e);
                }
            }
        }
    }

    private void reportFresh(List<Unreadable> records) {
        // The transactions first: then no other instance can add to what was reported any more.
        Transactions exclusive = transactions();
        Consumer<String, byte[]> group = offsets();
        Map<TopicPartition, OffsetAndMetadata> reported = group.committed(records.stream()
                .map(unreadable -> partition(unreadable.record()))
                .collect(Collectors.toSet()));
        List<Unreadable> fresh = records.stream()
                .filter(unreadable -> isAfter(reported.get(partition(unreadable.record())), unreadable.record()))
                .toList();
        if (!fresh.isEmpty()) {
            keep(fresh, group, exclusive);
        }
    }

    private void keep(List<Unreadable> records, Consumer<String, byte[]> group, Transactions exclusive) {
        Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
        for (Unreadable unreadable : records) {
            ConsumerRecord<String, byte[]> record = unreadable.record();
            exclusive.send(deadLetters.of(record, unreadable.reason(), null));
            behind.put(partition(record), new OffsetAndMetadata(record.offset() + 1));
        }
        exclusive.sendOffsets(behind, group.groupMetadata());
        exclusive.commit();
        records.forEach(unreadable -> counters.count(unreadable.record().topic(), DeadLetterReason.UNREADABLE));
    }

    private static boolean isAfter(@Nullable OffsetAndMetadata reported, ConsumerRecord<String, byte[]> record) {
        return reported == null || record.offset() >= reported.offset();
    }

    private static TopicPartition partition(ConsumerRecord<String, byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private Consumer<String, byte[]> offsets() {
        if (offsets == null) {
            offsets = clients.consumer(groupId, Map.of());
        }
        return offsets;
    }

    private Transactions transactions() {
        if (transactions == null) {
            transactions = clients.exclusiveTransactions(PURPOSE, PURPOSE);
        }
        return transactions;
    }

    @Override
    public synchronized void close() {
        try (Consumer<String, byte[]> group = offsets;
                Transactions exclusive = transactions) {
            // A close that fails leaves nothing behind for the next report.
            transactions = null;
            offsets = null;
        }
    }
}
