package io.promptstream.local.connection;

import io.promptstream.event.Query;
import io.promptstream.local.display.CommandException;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.RecordSize;
import io.promptstream.schemas.topic.Topic;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Writes queries to their topic. */
public final class QueryPublisher implements AutoCloseable {

    private final Topic topic;
    private final EventCodec codec;
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();

    public QueryPublisher(KafkaAccess kafka) {
        this.topic = kafka.topics().queries();
        this.codec = kafka.codec();
        this.producer = kafka.producer();
    }

    /**
     * Hands the query to the producer, which sends it soon.
     *
     * @throws TooLargeException if the topic has no room for it; others can follow
     * @throws CommandException if an earlier one could not be written
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears the outcome
    public void publish(Query query) {
        requireNoFailure();
        var record = new ProducerRecord<>(topic.name(), query.getQueryId(), codec.encode(topic.name(), query));
        long size = RecordSize.of(record.key(), record.value(), record.headers());
        if (size > topic.largestRecordBytes()) {
            throw new TooLargeException(size, topic.largestRecordBytes());
        }
        producer.send(record, (metadata, exception) -> {
            if (exception == null) {
                acknowledged.incrementAndGet();
            } else {
                failure.compareAndSet(null, exception);
            }
        });
    }

    /** Queries that the broker has confirmed. */
    public long acknowledged() {
        return acknowledged.get();
    }

    /** Returns when the broker has confirmed every query. */
    public void flush() {
        producer.flush();
        requireNoFailure();
    }

    @Override
    public void close() {
        producer.close();
        codec.close();
    }

    private void requireNoFailure() {
        var exception = failure.get();
        if (exception != null) {
            throw new CommandException("Kafka refused a query: " + exception.getMessage(), exception);
        }
    }
}
