package io.promptstream.policy.app.replay;

import io.promptstream.kafka.TopicReader;
import io.promptstream.policy.replay.EventLog;
import io.promptstream.policy.replay.Recorded;
import io.promptstream.policy.replay.Recordings.Bounds;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads a range of a partition. It ends by the reader's position, as {@link TopicReader} says. */
final class KafkaEventLog<T extends SpecificRecord> implements EventLog<T> {
    private static final Duration POLL = Duration.ofMillis(50);

    private final TopicReader reader;
    private final TopicPartition partition;
    private final long end;
    private final Events<T> events;
    private final Queue<ConsumerRecord<String, byte[]>> here = new ArrayDeque<>();
    private long position;

    /**
     * How the records are read.
     *
     * @param subject topic under whose subject the values are encoded
     * @param key only records with this key are decoded
     */
    record Events<T extends SpecificRecord>(EventCodec codec, String subject, Class<T> type, String key) {
        private Optional<T> of(ConsumerRecord<String, byte[]> record) {
            if (!key.equals(record.key())) {
                return Optional.empty();
            }
            return switch (codec.decode(subject, record.value(), type)) {
                case Decoded.Event<T> decoded -> Optional.of(decoded.event());
                case Decoded.Unreadable<T> wrong -> Optional.empty();
            };
        }
    }

    /** Takes a consumer without a group; it is closed with this object. */
    KafkaEventLog(Consumer<String, byte[]> consumer, TopicPartition partition, Bounds range, Events<T> events) {
        this.reader = TopicReader.from(consumer, Map.of(partition, range.begin()));
        this.partition = partition;
        this.end = range.end();
        this.events = events;
        this.position = range.begin();
    }

    @Override
    public Optional<Recorded<T>> next() {
        if (here.isEmpty() && !ended()) {
            reader.poll(POLL).forEach(here::add);
            position =
                    here.isEmpty() ? reader.position(partition) : here.element().offset();
        }
        if (here.isEmpty() || ended()) {
            return Optional.empty();
        }
        ConsumerRecord<String, byte[]> record = here.remove();
        position = here.isEmpty() ? reader.position(partition) : here.element().offset();
        return Optional.of(new Recorded<>(record.offset(), record.key(), events.of(record)));
    }

    @Override
    public boolean ended() {
        return position >= end;
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() {
        reader.close();
    }
}
