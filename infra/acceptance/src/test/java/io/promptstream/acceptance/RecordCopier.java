package io.promptstream.acceptance;

import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Writes committed records once more, with the same key and bytes, and a header by which the books know them. */
final class RecordCopier implements AutoCloseable {

    private static final String HEADER = "acceptance.copy";
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MOST_PER_PARTITION = 60;

    private final KafkaAccess kafka;
    private final KafkaProducer<String, byte[]> producer;
    private final Random random;
    private final Map<String, Long> written = new TreeMap<>();

    RecordCopier(KafkaAccess kafka, Random random) {
        this.kafka = kafka;
        this.producer = kafka.producer();
        this.random = random;
    }

    static boolean isCopy(Headers headers) {
        return headers.lastHeader(HEADER) != null;
    }

    /** Copies some neighbouring records of each partition, in their order. */
    void copy(Topic topic) {
        write(topic, sample(topic));
    }

    /** Copies some neighbouring records of each partition in random order. */
    void copyShuffled(Topic topic) {
        var records = sample(topic);
        Collections.shuffle(records, random);
        write(topic, records);
    }

    /** Copies so far, by topic. */
    Map<String, Long> written() {
        return Collections.unmodifiableMap(written);
    }

    private void write(Topic topic, List<ConsumerRecord<String, byte[]>> records) {
        for (var record : records) {
            var copy = new ProducerRecord<>(topic.name(), record.partition(), record.key(), record.value());
            copy.headers().add(new RecordHeader(HEADER, "yes".getBytes(StandardCharsets.UTF_8)));
            producer.send(copy);
        }
        producer.flush();
        written.merge(topic.name(), (long) records.size(), Long::sum);
    }

    /** From a random place of each partition: sometimes what has just been written, sometimes what is long dealt with. */
    private List<ConsumerRecord<String, byte[]>> sample(Topic topic) {
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = kafka.consumer()) {
            var partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            var ends = consumer.endOffsets(partitions);
            for (var partition : partitions) {
                long end = ends.getOrDefault(partition, 0L);
                consumer.assign(List.of(partition));
                var some = read(consumer, partition, random.nextLong(Math.max(1, end)), end);
                if (some.isEmpty()) {
                    // There was only the mark of a transaction.
                    some = read(consumer, partition, 0, end);
                }
                records.addAll(some.subList(0, Math.min(MOST_PER_PARTITION, some.size())));
            }
        }
        return records;
    }

    private static List<ConsumerRecord<String, byte[]>> read(
            KafkaConsumer<String, byte[]> consumer, TopicPartition partition, long from, long end) {
        var some = new ArrayList<ConsumerRecord<String, byte[]>>();
        consumer.seek(partition, from);
        while (some.size() < MOST_PER_PARTITION && consumer.position(partition) < end) {
            consumer.poll(POLL).forEach(some::add);
        }
        return some;
    }

    @Override
    public void close() {
        producer.close();
    }
}
