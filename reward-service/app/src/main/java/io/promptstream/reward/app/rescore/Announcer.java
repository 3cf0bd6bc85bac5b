package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.kafka.Transactions;
import io.promptstream.reward.app.rescore.OrderBook.Entry;
import java.time.Instant;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes what is said of rescorings. */
final class Announcer {
    private static final Logger log = LoggerFactory.getLogger(Announcer.class);

    private final RescorerParts parts;
    private final Transactions transactions;
    private final Consumer<String, byte[]> orders;
    private final OrderBook book;

    /**
     * Publishes with one transaction each.
     *
     * @param orders the member of the group, whose positions are committed with it: so the broker refuses one that the group has
     *     given up
     */
    Announcer(RescorerParts parts, Transactions transactions, Consumer<String, byte[]> orders, OrderBook book) {
        this.parts = parts;
        this.transactions = transactions;
        this.orders = orders;
        this.book = book;
    }

    void tell(Entry<Replay> order, Rescoring report) {
        publish(order.partition(), order.key(), parts.codec().encode(topic(), report));
        book.put(order.partition(), order.key(), report);
    }

    void fail(Entry<Replay> order, String message) {
        log.warn("The rescoring {} failed: {}", order.key(), message);
        Instant now = parts.clock().instant();
        Instant startedAt = book.rescoringOf(order)
                .filter(known -> known.getReplayId().equals(order.event().getReplayId()))
                .map(Rescoring::getStartedAt)
                .orElse(now);
        tell(order, Reports.failed(parts.catalogue(), order.event(), message, startedAt, now));
    }

    /** Says that there is nothing left of a rescoring. */
    void withdraw(Entry<Rescoring> rescoring) {
        publish(rescoring.partition(), rescoring.key(), null);
        book.remove(rescoring.partition(), rescoring.key());
    }

    private String topic() {
        return parts.catalogue().rescorings().name();
    }

    private void publish(int partition, String key, byte @Nullable [] value) {
        transactions.send(new ProducerRecord<>(topic(), partition, key, value));
        transactions.commit(orders);
    }
}
