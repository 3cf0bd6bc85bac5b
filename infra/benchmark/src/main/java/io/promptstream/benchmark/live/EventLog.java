package io.promptstream.benchmark.live;

import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/** What a running system has written to its topics. */
public final class EventLog {
    private static final Duration POLL = Duration.ofMillis(200);

    private EventLog() {}

    /** Committed events up to the present ends, each partition in its order. */
    public static <T extends SpecificRecord> List<T> read(KafkaAccess kafka, Topic topic, Class<T> type) {
        List<T> events = new ArrayList<>();
        read(kafka, topic, type, Instant.EPOCH, events::add);
        return events;
    }

    /** Hands over the committed events since a time up to the present ends, each partition in its order. */
    public static <T extends SpecificRecord> void read(
            KafkaAccess kafka, Topic topic, Class<T> type, Instant since, Consumer<T> each) {
        try (KafkaConsumer<String, byte[]> consumer = kafka.consumer();
                EventCodec codec = kafka.codec()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    if (record.timestamp() >= since.toEpochMilli()
                            && codec.decode(record.topic(), record.value(), type) instanceof Decoded.Event<T> decoded) {
                        each.accept(decoded.event());
                    }
                }
            }
        }
    }
}
