package io.promptstream.reward.app.rescore;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * One transaction after the other. With each the positions in the orders are committed, although nobody continues from them:
 * with them the broker refuses an instance that was removed from the group. Belongs to one thread.
 */
final class Transactions implements AutoCloseable {
    private final Producer<String, byte[]> producer;
    private final Consumer<String, byte[]> orders;
    private boolean open;

    /**
     * @param producer ready for transactions; closed with this object
     * @param orders the group's member
     */
    Transactions(Producer<String, byte[]> producer, Consumer<String, byte[]> orders) {
        this.producer = producer;
        this.orders = orders;
    }

    Future<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
        begin();
        return producer.send(record);
    }

    /** Sets offsets of a group that has no members. */
    void offsets(ConsumerGroupMetadata group, Map<TopicPartition, OffsetAndMetadata> offsets) {
        begin();
        producer.sendOffsetsToTransaction(offsets, group);
    }

    /** Commits what was sent, if anything was. */
    public void commit() {
        if (!open) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : orders.assignment()) {
            positions.put(partition, new OffsetAndMetadata(orders.position(partition)));
        }
        producer.sendOffsetsToTransaction(positions, orders.groupMetadata());
        producer.commitTransaction();
        open = false;
    }

    /** Takes back what was sent since the last commit. */
    void abort() {
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

    /** Aborts what is open. */
    @Override
    public void close() {
        producer.close();
    }
}
