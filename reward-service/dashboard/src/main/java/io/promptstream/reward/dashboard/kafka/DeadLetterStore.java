package io.promptstream.reward.dashboard.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.kafka.TopicReader;
import io.promptstream.kafka.Transactions;
import io.promptstream.reward.dashboard.DeadLetterDetail;
import io.promptstream.reward.dashboard.DeadLetterDetail.Payload;
import io.promptstream.reward.dashboard.DeadLetterRow;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Takes single dead letters from their topics, and puts them back where they came from. */
public final class DeadLetterStore {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Supplier<? extends Consumer<String, byte[]>> readers;
    private final Supplier<Transactions> transactions;
    private final EventCodec codec;
    private final Map<Topic, Class<? extends SpecificRecord>> events;
    private final TopicCatalogue topics;
    private final DeadLetterRows rows;

    /** Where a record was put. */
    public record Place(String topic, int partition, long offset) {}

    /**
     * @param readers make consumers without a group
     * @param transactions makes some that are ready to begin, one at a time
     */
    public DeadLetterStore(
            Supplier<? extends Consumer<String, byte[]>> readers,
            Supplier<Transactions> transactions,
            EventCodec codec,
            TopicCatalogue topics) {
        this.readers = readers;
        this.transactions = transactions;
        this.codec = codec;
        this.topics = topics;
        this.events = topics.events();
        this.rows = new DeadLetterRows(codec, topics);
    }

    /** The dead letter with its bytes; empty if there is none at this place. */
    public Optional<DeadLetterDetail> find(String topic, int partition, long offset) {
        return source(topic, partition)
                .flatMap(source -> read(topic, partition, offset)
                        .map(record -> new DeadLetterDetail(rows.row(record), payload(source, record.value()))));
    }

    /**
     * Writes the record's own key, bytes and headers to the partition that it came from, and to the topic of dead letters that
     * this was done: both or neither.
     *
     * @return where it is now; empty if there is no dead letter at this place, or not its value
     * @throws KafkaException if the broker does not take it
     */
    public synchronized Optional<Place> republish(DeadLetterRow letter) {
        return source(letter.topic(), letter.partition())
                .flatMap(source -> read(letter.topic(), letter.partition(), letter.offset())
                        // Without its value it would delete what its key names.
                        .filter(record -> record.value() != null)
                        .map(record -> send(source, record)));
    }

    private Place send(Topic source, ConsumerRecord<String, byte[]> record) {
        String topic = source.name();
        RecordHeaders headers = new RecordHeaders();
        for (Header header : record.headers()) {
            if (!header.key().startsWith(DeadLetters.HEADER_PREFIX)) {
                headers.add(header);
            }
        }
        // Closing it ends what is not committed.
        try (Transactions open = transactions.get()) {
            Integer partition = partition(source, record);
            Future<RecordMetadata> sent =
                    open.send(new ProducerRecord<>(topic, partition, record.key(), record.value(), headers));
            open.send(note(record)).get();
            RecordMetadata written = sent.get();
            open.commit();
            return new Place(written.topic(), written.partition(), written.offset());
        } catch (ExecutionException e) {
            throw new KafkaException(topic + " or its dead letters do not take the record", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while writing to " + topic, e);
        }
    }

    /** The one that it came from; where that is not known, its task's, or by its key. */
    private @Nullable Integer partition(Topic source, ConsumerRecord<String, byte[]> record) {
        Integer from = rows.row(record).sourcePartition();
        if (from != null && from < source.partitions()) {
            return from;
        }
        if (source.key() == Topic.Key.QUERY_ID || record.key() == null) {
            return null;
        }
        byte[] task = DeadLetterRows.taskOf(record.key()).getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(task)) % source.partitions();
    }

    private static ProducerRecord<String, byte[]> note(ConsumerRecord<String, byte[]> letter) {
        byte[] offset = Long.toString(letter.offset()).getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(
                letter.topic(),
                letter.partition(),
                letter.key(),
                null,
                List.of(new RecordHeader(DeadLetters.REPUBLISHED_OFFSET, offset)));
    }

    /** The topic whose dead letters these are; empty where there is no such partition. */
    private Optional<Topic> source(String deadLetters, int partition) {
        return events.keySet().stream()
                .filter(topic -> topics.deadLetters(topic).name().equals(deadLetters))
                .filter(topic ->
                        partition >= 0 && partition < topics.deadLetters(topic).partitions())
                .findAny();
    }

    private Optional<ConsumerRecord<String, byte[]>> read(String topic, int partition, long offset) {
        if (offset < 0) {
            return Optional.empty();
        }
        TopicPartition place = new TopicPartition(topic, partition);
        List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
        try (TopicReader reader = TopicReader.from(readers.get(), Map.of(place, offset))) {
            if (offset >= reader.beginnings().getOrDefault(place, 0L)) {
                long end = reader.ends().getOrDefault(place, 0L);
                reader.readTo(Map.of(place, Math.min(offset + 1, end)), PATIENCE, record -> {
                    if (record.offset() == offset && DeadLetterRows.republishedOffset(record) == null) {
                        found.add(record);
                    }
                });
            }
        }
        return found.stream().findAny();
    }

    private Payload payload(Topic source, byte @Nullable [] value) {
        if (value == null) {
            return new Payload(null, "", null);
        }
        return new Payload(FirstBytes.text(value), FirstBytes.hex(value), event(source, value));
    }

    private @Nullable JsonNode event(Topic source, byte[] value) {
        if (value.length > DeadLetterRows.MOST_DECODED) {
            return null;
        }
        Class<? extends SpecificRecord> type = Objects.requireNonNull(events.get(source));
        if (codec.decode(source.name(), value, type) instanceof Decoded.Event<?> decoded) {
            try {
                // Avro writes a record as JSON, but for numbers that JSON has not.
                return JSON.readTree(decoded.event().toString());
            } catch (JsonProcessingException e) {
                return null;
            }
        }
        return null;
    }
}
