package io.promptstream.policy.app.loop;

import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.trace.TraceContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One transaction after the other: what a loop publishes, and the offsets of what it read for it, become visible together
 * or not at all. After any exception the loop's body is closed, which aborts what is open. Belongs to one thread.
 */
public final class Transactions implements AutoCloseable {
    private final Producer<String, byte[]> producer;
    private final EventCodec codec;
    private final DeadLetters deadLetters;
    private final RecordLimits limits;
    private boolean open;

    /** Takes a producer that is ready for transactions; it is closed with this object. */
    Transactions(Producer<String, byte[]> producer, EventCodec codec, DeadLetters deadLetters, RecordLimits limits) {
        this.producer = producer;
        this.codec = codec;
        this.deadLetters = deadLetters;
        this.limits = limits;
    }

    /**
     * Sends an event.
     *
     * @throws OversizedRecordException if the topic takes no record of that size; this holds for all methods here
     */
    public void send(String topic, String key, SpecificRecord event) {
        send(new ProducerRecord<>(topic, key, codec.encode(topic, event)));
    }

    /** A record to send, which stands in a trace, if there is one. */
    public ProducerRecord<String, byte[]> record(
            String topic, String key, SpecificRecord event, @Nullable TraceContext trace) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, codec.encode(topic, event));
        if (trace != null) {
            trace.writeTo(record.headers());
        }
        return record;
    }

    /** A record to send, in which several traces meet. */
    public ProducerRecord<String, byte[]> record(
            String topic, String key, SpecificRecord event, List<TraceContext> traces) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, codec.encode(topic, event));
        TraceContext.writeAll(traces, record.headers());
        return record;
    }

    /** Sends records that belong together: none, if one of them is larger than its topic takes. */
    public void send(List<ProducerRecord<String, byte[]>> records) {
        records.forEach(limits::check);
        records.forEach(this::send);
    }

    /** The largest record of each topic. */
    public RecordLimits limits() {
        return limits;
    }

    /** Sends an event whose key alone would lead to another partition. */
    public void send(String topic, int partition, String key, SpecificRecord event) {
        send(new ProducerRecord<>(topic, partition, key, codec.encode(topic, event)));
    }

    /** Deletes what the partition holds under the key. */
    public void delete(String topic, int partition, String key) {
        send(new ProducerRecord<>(topic, partition, key, null));
    }

    public void deadLetter(ConsumerRecord<String, byte[]> record, Flaw flaw) {
        send(deadLetters.of(record, flaw.message(), flaw.exceptionClass()));
    }

    /**
     * Commits what was sent, with the positions of all partitions of the consumer: everything that it handed out must be
     * dealt with. Positions are committed even if they did not move, because with them the broker refuses a member that
     * the group has removed.
     */
    public void commit(Consumer<String, byte[]> consumer) {
        begin();
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            positions.put(partition, new OffsetAndMetadata(consumer.position(partition)));
        }
        producer.sendOffsetsToTransaction(positions, consumer.groupMetadata());
        producer.commitTransaction();
        open = false;
    }

    private void send(ProducerRecord<String, byte[]> record) {
        limits.check(record);
        begin();
        producer.send(record);
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
