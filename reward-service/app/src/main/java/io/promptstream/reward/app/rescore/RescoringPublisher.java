package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.kafka.Transactions;
import io.promptstream.reward.app.rescore.RescoringOrders.Entry;
import java.time.Instant;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the state of rescorings. */
final class RescoringPublisher {
    private static final Logger log = LoggerFactory.getLogger(RescoringPublisher.class);

    private final RescorerParts parts;
    private final Transactions transactions;
    private final Consumer<String, byte[]> consumer;
    private final RescoringOrders orders;

    /**
     * Publishes with one transaction each.
     *
     * @param consumer the member of the group, whose positions are committed with it: so the broker refuses one that the group
     *     has removed
     */
    RescoringPublisher(
            RescorerParts parts, Transactions transactions, Consumer<String, byte[]> consumer, RescoringOrders orders) {
        this.parts = parts;
        this.transactions = transactions;
        this.consumer = consumer;
        this.orders = orders;
    }

    void publish(Entry<Replay> order, Rescoring report) {
        commit(order.partition(), order.key(), parts.codec().encode(topic(), report));
        orders.put(order.partition(), order.key(), report);
    }

    void fail(Entry<Replay> order, String message) {
        log.warn("The rescoring {} failed: {}", order.key(), message);
        Instant now = parts.clock().instant();
        Instant startedAt = orders.rescoringOf(order)
                .filter(known -> known.getReplayId().equals(order.event().getReplayId()))
                .map(Rescoring::getStartedAt)
                .orElse(now);
        publish(order, Reports.failed(parts.catalogue(), order.event(), message, startedAt, now));
    }

    /** Says that there is nothing left of a rescoring. */
    void delete(Entry<Rescoring> rescoring) {
        commit(rescoring.partition(), rescoring.key(), null);
        orders.remove(rescoring.partition(), rescoring.key());
    }

    private String topic() {
        return parts.catalogue().rescorings().name();
    }

    private void commit(int partition, String key, byte @Nullable [] value) {
        transactions.send(new ProducerRecord<>(topic(), partition, key, value));
        transactions.commit(consumer);
    }
}
