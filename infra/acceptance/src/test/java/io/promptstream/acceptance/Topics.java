package io.promptstream.acceptance;

import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Everything that topics hold, read_committed. */
record Topics(KafkaAccess kafka) {

    private static final Duration POLL = Duration.ofMillis(200);

    /** All records up to the present end. */
    List<ConsumerRecord<String, byte[]>> records(Topic topic) {
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = kafka.consumer()) {
            var partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }

    /** All events up to the present end; what cannot be read is left out. */
    <T extends SpecificRecord> List<T> events(Topic topic, Class<T> type) {
        var events = new ArrayList<T>();
        try (var codec = kafka.codec()) {
            for (var record : records(topic)) {
                if (codec.decode(topic.name(), record.value(), type) instanceof Decoded.Event<T> good) {
                    events.add(good.event());
                }
            }
        }
        return events;
    }
}
