package io.promptstream.policy.app.publish;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
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
    private final Duration patience;
    /** Fair, so that who has waited longest is next. */
    private final ReentrantLock lock = new ReentrantLock(/* fair= */ true);

    private @Nullable Producer<String, byte[]> producer;

    /**
     * @param producers make producers whose transactions are ready to begin
     * @param patience longest wait for the requests before
     */
    RequestTransactions(Supplier<? extends Producer<String, byte[]>> producers, Duration patience) {
        this.producers = producers;
        this.patience = patience;
    }

    /**
     * Publishes the records.
     *
     * @throws KafkaException if they are not published, or if that is not known
     */
    void publish(List<ProducerRecord<String, byte[]>> records) {
        awaitTurn();
        try {
            transactOrAgain(records);
        } finally {
            lock.unlock();
        }
    }

    private void awaitTurn() {
        try {
            if (!lock.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new KafkaException("other requests have waited for the brokers longer than " + patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while waiting to publish", e);
        }
    }

    private void transactOrAgain(List<ProducerRecord<String, byte[]>> records) {
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
            closeProducer();
            throw e;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closeProducer();
        } finally {
            lock.unlock();
        }
    }

    private void closeProducer() {
        if (producer != null) {
            producer.close();
            producer = null;
        }
    }
}
