package io.promptstream.service;

import io.micronaut.context.annotation.Requires;
import io.promptstream.schemas.deadletter.DeadLetterReason;
import io.promptstream.schemas.deadletter.DeadLetters;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what holds no event as a dead letter; for the service that owns the topic. Compacted topics are read from the
 * beginning at every start, so what was reported is remembered as committed offsets of a group that nothing else uses, in
 * one transaction with the dead letters.
 */
@Singleton
@Requires(property = "promptstream-service.owns-tasks", value = "true")
final class DeadLetteredRecords implements UnreadableRecords {
    private static final String GROUP = "promptstream-unreadable-records";

    private final KafkaClients clients;
    private final DeadLetters deadLetters;
    private final DeadLetterCounters counters;
    private @Nullable Producer<String, byte[]> producer;
    private @Nullable Consumer<String, byte[]> offsets;

    DeadLetteredRecords(KafkaClients clients, DeadLetters deadLetters, DeadLetterCounters counters) {
        this.clients = clients;
        this.deadLetters = deadLetters;
        this.counters = counters;
    }

    @Override
    public synchronized void report(List<Unreadable> records) {
        Consumer<String, byte[]> group = offsets();
        Map<TopicPartition, OffsetAndMetadata> reported = group.committed(records.stream()
                .map(unreadable -> partition(unreadable.record()))
                .collect(Collectors.toSet()));
        List<Unreadable> fresh = records.stream()
                .filter(unreadable -> isAfter(reported.get(partition(unreadable.record())), unreadable.record()))
                .toList();
        if (!fresh.isEmpty()) {
            keep(fresh, group);
        }
    }

    private void keep(List<Unreadable> records, Consumer<String, byte[]> group) {
        Producer<String, byte[]> transactions = producer();
        Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
        try {
            transactions.beginTransaction();
            for (Unreadable unreadable : records) {
                ConsumerRecord<String, byte[]> record = unreadable.record();
                transactions.send(deadLetters.of(record, unreadable.reason(), null));
                behind.put(partition(record), new OffsetAndMetadata(record.offset() + 1));
            }
            transactions.sendOffsetsToTransaction(behind, group.groupMetadata());
            transactions.commitTransaction();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
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
            offsets = clients.consumer(GROUP, Map.of());
        }
        return offsets;
    }

    private Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = clients.transactionalProducer("unreadable-records");
        }
        return producer;
    }

    @PreDestroy
    synchronized void close() {
        try (Consumer<String, byte[]> group = offsets;
                Producer<String, byte[]> transactions = producer) {
            // A close that fails leaves nothing behind for the next report.
            producer = null;
            offsets = null;
        }
    }
}
