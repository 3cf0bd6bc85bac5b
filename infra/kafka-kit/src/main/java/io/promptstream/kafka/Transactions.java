package io.promptstream.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transaction after the other: what is sent, and the offsets of what was read for it, become visible together or not at
 * all. A transaction begins with what is sent first. After an exception of any method, close this object, which aborts what
 * is open, and start over with another one: of a commit whose acknowledgement was lost only the broker knows what came, and the next
 * producer of the same transactional id finds the offsets as it left them. Belongs to one thread.
 */
public final class Transactions implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Transactions.class);

    private final Producer<String, byte[]> producer;
    private final List<Runnable> afterCommit = new ArrayList<>();
    private boolean open;

    /** @param producer with transactions initialised; closed with this object */
    public Transactions(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    /** Whether something was sent since the last commit. */
    public boolean isOpen() {
        return open;
    }

    public Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        begin();
        return producer.send(record);
    }

    public void sendAll(Collection<ProducerRecord<String, byte[]>> records) {
        records.forEach(this::send);
    }

    /** Has something done, such as counted, once what is open is committed; what is aborted is forgotten. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** Commits offsets of a group with what is open. */
    public void sendOffsets(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        begin();
        producer.sendOffsetsToTransaction(offsets, group);
    }

    /**
     * Commits what was sent, with the positions of all partitions of the consumer: everything that it handed out must be
     * dealt with, or be put back. Positions are committed even if nothing was sent or they did not move, because with them
     * the broker refuses a member that the group has removed.
     */
    public void commit(Consumer<String, byte[]> consumer) {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            positions.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        sendOffsets(positions, consumer.groupMetadata());
        commit();
    }

    /** Commits what was sent, if anything was. */
    public void commit() {
        if (open) {
            producer.commitTransaction();
            open = false;
        }
        List<Runnable> actions = List.copyOf(afterCommit);
        afterCommit.clear();
        actions.forEach(Transactions::run);
    }

    /** It is committed: when this fails, nothing is lost but a figure. */
    private static void run(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            log.warn("What is done after a commit failed", e);
        }
    }

    /** Takes back what was sent since the last commit. */
    public void abort() {
        afterCommit.clear();
        if (open) {
            open = false;
            producer.abortTransaction();
        }
    }

    private void begin() {
        if (!open) {
            producer.beginTransaction();
            open = true;
        }
    }

    /**
     * Aborts what is open. Kafka's own producer does so too; but where a record was sent after the broker had refused one, it
     * first waits idle for as long as a request may take (30 s), and meanwhile the group waits for the consumer beside it.
     */
    @Override
    public void close() {
        try {
            abort();
        } catch (KafkaException | IllegalStateException e) {
            // Fenced, or the broker is unavailable: the next producer of this id or the transaction's timeout ends it.
            // A commit that ran out of time may still succeed.
            log.info("A transaction was left open: {}", e.toString());
        } finally {
            producer.close();
        }
    }
}
