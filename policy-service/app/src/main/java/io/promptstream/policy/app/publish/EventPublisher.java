package io.promptstream.policy.app.publish;

import io.promptstream.kafka.KafkaClients;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.OversizedRecordException;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.trace.TraceContext;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Publishes what comes in over HTTP and returns when the brokers have it: all of it or nothing. Thread-safe. */
@Singleton
public final class EventPublisher {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClients clients;
    private final EventCodec codec;
    private final RecordLimits limits;
    private final RequestTransactions batches;
    private @Nullable Producer<String, byte[]> producer;

    EventPublisher(KafkaClients clients, EventCodec codec, RecordLimits limits) {
        this.clients = clients;
        this.codec = codec;
        this.limits = limits;
        this.batches = new RequestTransactions(() -> clients.transactions("requests"), PATIENCE);
    }

    /**
     * An event under its key.
     *
     * @param event null deletes what the topic holds under the key
     * @param partition null: the one that follows from the key
     * @param trace where the event's record is to stand in a trace
     */
    public record Keyed(
            String key,
            @Nullable SpecificRecord event,
            @Nullable Integer partition,
            @Nullable TraceContext trace) {
        public Keyed(String key, @Nullable SpecificRecord event) {
            this(key, event, null, null);
        }
    }

    /**
     * Publishes events in their order, all or none.
     *
     * @throws OversizedRecordException if an event is larger than its topic takes; nothing is published then
     * @throws KafkaException if a broker refuses one or does not answer in time. Then nothing is published, or, where the
     *     answer was lost, everything
     */
    public void publish(String topic, List<Keyed> events) {
        publish(events.stream().map(event -> record(topic, event)).toList());
    }

    /**
     * The record that an event is published in.
     *
     * @throws OversizedRecordException if it is larger than its topic takes
     */
    public ProducerRecord<String, byte[]> record(String topic, Keyed event) {
        byte[] value = event.event() == null ? null : codec.encode(topic, event.event());
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, event.partition(), event.key(), value);
        if (event.trace() != null) {
            event.trace().writeTo(record.headers());
        }
        limits.check(record);
        return record;
    }

    /** As {@link #publish(String, List)}, of records from {@link #record}. */
    public void publish(List<ProducerRecord<String, byte[]>> records) {
        if (records.size() == 1) {
            publish(records.getFirst());
        } else if (!records.isEmpty()) {
            batches.publish(records);
        }
    }

    private void publish(ProducerRecord<String, byte[]> record) {
        try {
            producer().send(record).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("cannot publish to " + record.topic(), e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("no acknowledgement from %s within %s".formatted(record.topic(), PATIENCE), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while publishing to " + record.topic(), e);
        }
    }

    /** Made at the first use: a producer looks for brokers as soon as it is there. */
    private synchronized Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = clients.producer();
        }
        return producer;
    }

    @PreDestroy
    synchronized void close() {
        try (batches) {
            if (producer != null) {
                producer.close();
            }
        }
    }
}
