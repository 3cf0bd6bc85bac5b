package io.promptstream.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer that aborts its open transaction when it is closed. Kafka's own does so too; but where a record was handed over after the
 * broker had refused one, it first waits idle for as long as a request may take (30 s), and meanwhile the group waits for
 * the consumer beside it. Belongs to one thread.
 */
public final class TransactionalProducer extends KafkaProducer<String, byte[]> {
    private static final Logger log = LoggerFactory.getLogger(TransactionalProducer.class);

    private boolean open;

    public TransactionalProducer(Map<String, Object> properties) {
        super(properties, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public void beginTransaction() throws ProducerFencedException {
        super.beginTransaction();
        open = true;
    }

    @Override
    public void commitTransaction() throws ProducerFencedException {
        super.commitTransaction();
        open = false;
    }

    @Override
    public void abortTransaction() throws ProducerFencedException {
        open = false;
        super.abortTransaction();
    }

    @Override
    public void close() {
        try {
            if (open) {
                abortTransaction();
            }
        } catch (KafkaException | IllegalStateException e) {
            // Fenced, or the broker is away: the next producer of this name or the transaction's timeout ends it.
            // A commit that ran out of time may still succeed.
            log.info("A transaction was left open: {}", e.toString());
        } finally {
            super.close();
        }
    }
}
