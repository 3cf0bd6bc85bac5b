package io.promptstream.policy.kafka;

import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.KafkaClients;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Publishes what comes in over HTTP and returns when the brokers have it. Thread-safe. */
@Singleton
public final class EventPublisher {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaClients clients;
    private final EventCodec codec;
    private @Nullable Producer<String, byte[]> producer;

    EventPublisher(KafkaClients clients, EventCodec codec) {
        this.clients = clients;
        this.codec = codec;
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
     * Publishes events in their order.
     *
     * @throws RecordTooLargeException if an event is larger than its topic takes; earlier ones may be published
     * @throws KafkaException if a broker refuses one or does not answer in time; earlier ones may be published
     */
    public void publish(String topic, List<Keyed> events) {
        List<Future<?>> sent = new ArrayList<>();
        for (Keyed keyed : events) {
            byte[] value = keyed.event() == null ? null : codec.encode(topic, keyed.event());
            ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, keyed.partition(), keyed.key(), value);
            if (keyed.trace() != null) {
                keyed.trace().writeTo(record.headers());
            }
            sent.add(producer().send(record));
        }
        try {
            for (Future<?> future : sent) {
                future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RecordTooLargeException tooLarge) {
                throw tooLarge;
            }
            throw new KafkaException("cannot publish to " + topic, e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("no acknowledgement from %s within %s".formatted(topic, PATIENCE), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while publishing to " + topic, e);
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
        if (producer != null) {
            producer.close();
        }
    }
}
