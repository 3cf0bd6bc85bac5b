package io.promptstream.policy.app.publish;

import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/** Publishes records in one transaction, one request after the other. Thread-safe. */
final class RequestTransactions implements AutoCloseable {
    private final Supplier<? extends Producer<String, byte[]>> producers;
    private @Nullable Producer<String, byte[]> producer;

    /** @param producers make producers whose transactions are ready to begin */
    RequestTransactions(Supplier<? extends Producer<String, byte[]>> producers) {
        this.producers = producers;
    }

    /**
     * Publishes the records.
     *
     * @throws KafkaException if they are not published, or if that is not known
     */
    synchronized void publish(List<ProducerRecord<String, byte[]>> records) {
        try {
            transact(records);
        } catch (ProducerFencedException | InvalidProducerEpochException e) {
            // Another process of this name has begun; what was open here is aborted, so that nothing is doubled.
            transact(records);
        }
    }

    private void transact(List<ProducerRecord<String, byte[]>> records) {
        if (producer == null) {
            producer = producers.get();
        }
        try {
            producer.beginTransaction();
            records.forEach(producer::send);
            producer.commitTransaction();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close();
            producer = null;
        }
    }
}
