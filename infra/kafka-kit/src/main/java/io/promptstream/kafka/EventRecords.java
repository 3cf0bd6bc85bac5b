package io.promptstream.kafka;

import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.trace.TraceContext;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records that a service publishes. None is larger than its topic takes: what a broker refuses shows only when the
 * transaction cannot continue any more. Thread-safe.
 */
public final class EventRecords {
    private final BiFunction<String, SpecificRecord, byte[]> encode;
    private final RecordLimits limits;
    private final DeadLetters deadLetters;

    /** @param encode writes an event for a topic, as {@code EventCodec::encode} does */
    public EventRecords(
            BiFunction<String, SpecificRecord, byte[]> encode, RecordLimits limits, DeadLetters deadLetters) {
        this.encode = encode;
        this.limits = limits;
        this.deadLetters = deadLetters;
    }

    /**
     * A record of an event.
     *
     * @throws OversizedRecordException if the topic takes no record of that size; this holds for all methods here
     */
    public ProducerRecord<String, byte[]> of(String topic, String key, SpecificRecord event) {
        return of(topic, null, key, event);
    }

    /**
     * A record of an event whose key alone may lead to another partition.
     *
     * @param partition null: the one that follows from the key
     */
    public ProducerRecord<String, byte[]> of(
            String topic, @Nullable Integer partition, String key, SpecificRecord event) {
        return checked(new ProducerRecord<>(topic, partition, key, encode.apply(topic, event)));
    }

    /** A record that stands in a trace, if there is one. */
    public ProducerRecord<String, byte[]> of(
            String topic, String key, SpecificRecord event, @Nullable TraceContext trace) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, encode.apply(topic, event));
        if (trace != null) {
            trace.writeTo(record.headers());
        }
        return checked(record);
    }

    /** A record in which several traces meet, or one, or none. */
    public ProducerRecord<String, byte[]> of(
            String topic, String key, SpecificRecord event, List<TraceContext> traces) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, encode.apply(topic, event));
        TraceContext.writeAll(traces, record.headers());
        return checked(record);
    }

    /**
     * A record without a value: deletes what a compacted topic holds under the key.
     *
     * @param partition null: the one that follows from the key
     */
    public ProducerRecord<String, byte[]> tombstone(String topic, @Nullable Integer partition, String key) {
        return checked(new ProducerRecord<>(topic, partition, key, null));
    }

    /** The dead letter of a record that was read. */
    public ProducerRecord<String, byte[]> deadLetter(ConsumerRecord<String, byte[]> source, Rejection rejection) {
        return checked(deadLetters.of(source, rejection.message(), rejection.exceptionClass()));
    }

    /** The largest record of each topic. */
    public RecordLimits limits() {
        return limits;
    }

    private ProducerRecord<String, byte[]> checked(ProducerRecord<String, byte[]> record) {
        limits.check(record);
        return record;
    }
}
