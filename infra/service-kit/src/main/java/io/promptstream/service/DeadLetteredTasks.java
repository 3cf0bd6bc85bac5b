package io.promptstream.service;

import io.micronaut.context.annotation.Requires;
import io.promptstream.schemas.deadletter.DeadLetters;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is no task as a dead letter; for the service that owns the topic. Tasks are read from the beginning at every
 * start, so what was reported is remembered as committed offsets of a group that nothing else uses, in one transaction
 * with the dead letter.
 */
@Singleton
@Requires(property = "promptstream-service.owns-tasks", value = "true")
final class DeadLetteredTasks implements UnreadableTasks {
    private static final String GROUP = "promptstream-unreadable-tasks";

    private final KafkaClients clients;
    private final DeadLetters deadLetters;
    private @Nullable Producer<String, byte[]> producer;
    private @Nullable Consumer<String, byte[]> offsets;

    DeadLetteredTasks(KafkaClients clients, DeadLetters deadLetters) {
        this.clients = clients;
        this.deadLetters = deadLetters;
    }

    @Override
    public synchronized void report(ConsumerRecord<String, byte[]> record, String reason) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Consumer<String, byte[]> group = offsets();
        OffsetAndMetadata reported = group.committed(Set.of(partition)).get(partition);
        if (reported != null && record.offset() < reported.offset()) {
            return;
        }
        Producer<String, byte[]> transactions = producer();
        try {
            transactions.beginTransaction();
            transactions.send(deadLetters.of(record, reason, null));
            transactions.sendOffsetsToTransaction(
                    Map.of(partition, new OffsetAndMetadata(record.offset() + 1)), group.groupMetadata());
            transactions.commitTransaction();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Consumer<String, byte[]> offsets() {
        if (offsets == null) {
            offsets = clients.consumer(GROUP, Map.of());
        }
        return offsets;
    }

    private Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = clients.transactionalProducer("unreadable-tasks");
        }
        return producer;
    }

    @PreDestroy
    synchronized void close() {
        if (producer != null) {
            producer.close();
            producer = null;
        }
        if (offsets != null) {
            offsets.close();
            offsets = null;
        }
    }
}
