package io.promptstream.policy.app.publish;

import io.promptstream.kafka.FencingDetector;
import io.promptstream.kafka.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Publishes records in one transaction, one request after the other. Thread-safe. */
final class RequestTransactions implements AutoCloseable {
    private final Supplier<Transactions> factory;
    private final Duration patience;
    /** Fair, so that who has waited longest is next. */
    private final ReentrantLock lock = new ReentrantLock(/* fair= */ true);

    private @Nullable Transactions transactions;

    /**
     * @param factory makes transactions that are ready to begin
     * @param patience longest wait for the requests before
     */
    RequestTransactions(Supplier<Transactions> factory, Duration patience) {
        this.factory = factory;
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
        } catch (KafkaException e) {
            if (!FencingDetector.isFencing(e)) {
                throw e;
            }
            // Another process of this name has begun; what was open here is aborted, so that nothing is doubled.
            transact(records);
        }
    }

    private void transact(List<ProducerRecord<String, byte[]>> records) {
        if (transactions == null) {
            transactions = factory.get();
        }
        try {
            transactions.sendAll(records);
            transactions.commit();
        } catch (RuntimeException e) {
            startOver();
            throw e;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            startOver();
        } finally {
            lock.unlock();
        }
    }

    private void startOver() {
        if (transactions != null) {
            transactions.close();
            transactions = null;
        }
    }
}
