package io.promptstream.acceptance;

import io.promptstream.event.Feedback;
import io.promptstream.event.Query;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Queries that stream in at a steady pace. Most bring their reference; of every fourth feedback brings it, before the query
 * or after.
 */
final class Load implements AutoCloseable {

    private static final Duration PACE = Duration.ofMillis(25);
    /** Where a process takes a minute to start, so that its backlog does not take several. */
    private static final Duration SLOW_PACE = Duration.ofMillis(250);

    private static final int SLOW_AFTER = 100;
    /** More than a restart takes. */
    private static final Duration BROKER_AWAY = Duration.ofMinutes(10);

    private static final int WITHOUT_REFERENCE = 4;

    private final RunningSystem system;
    private final Topic queries;
    private final Topic feedback;
    private final EventCodec codec;
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    private int sent;

    Load(RunningSystem system) {
        KafkaAccess kafka = system.kafka();
        this.system = system;
        this.queries = kafka.topics().queries();
        this.feedback = kafka.topics().feedback();
        this.codec = kafka.codec();
        this.producer = kafka.producer(BROKER_AWAY);
    }

    /** Sends so many queries, one after the other. */
    void stream(int count) {
        for (int i = 0; i < count; i++) {
            sendNext();
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    /** Sends queries until the work is done, more seldom after a while. */
    void streamUntilDone(Future<?> work) {
        int began = sent;
        while (!work.isDone()) {
            sendNext();
            LockSupport.parkNanos((sent - began < SLOW_AFTER ? PACE : SLOW_PACE).toNanos());
        }
    }

    /** Returns when the broker has confirmed everything. */
    void flush() {
        producer.flush();
        if (failure.get() != null) {
            throw new IllegalStateException("Kafka refused a query or feedback", failure.get());
        }
    }

    /** Queries sent so far; their ids are those that {@link RunningSystem#query} gives to the numbers below. */
    int sent() {
        return sent;
    }

    private void sendNext() {
        var query = system.query(sent++);
        if (sent % WITHOUT_REFERENCE != 0) {
            send(queries, query.getQueryId(), query);
            return;
        }
        var bare = Query.newBuilder(query).setReference(null).build();
        var advice = Feedback.newBuilder()
                .setFeedbackId("feedback-" + query.getQueryId())
                .setQueryId(query.getQueryId())
                .setTaskId(query.getTaskId())
                .setReference(query.getReference().orElseThrow())
                .setGivenAt(Instant.now())
                .build();
        boolean early = sent % (2 * WITHOUT_REFERENCE) == 0;
        if (early) {
            send(feedback, query.getQueryId(), advice);
        }
        send(queries, query.getQueryId(), bare);
        if (!early) {
            send(feedback, query.getQueryId(), advice);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears the outcome
    private void send(Topic topic, String key, SpecificRecord event) {
        var bytes = codec.encode(topic.name(), event);
        producer.send(new ProducerRecord<>(topic.name(), key, bytes), (metadata, exception) -> {
            if (exception != null) {
                failure.compareAndSet(null, exception);
            }
        });
    }

    @Override
    public void close() {
        producer.close();
        codec.close();
    }
}
