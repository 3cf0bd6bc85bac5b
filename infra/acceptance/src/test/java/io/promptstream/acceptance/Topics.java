package io.promptstream.acceptance;

import io.promptstream.kafka.TopicReader;
import io.promptstream.local.connection.KafkaAccess;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Everything that topics have held since the first look, read_committed. Each look reads on where the last one ended: tests
 * look again and again, and the registry would be asked for the same garbage at each.
 */
final class Topics implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final EventCodec codec;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<Topic, Content> contents = new HashMap<>();

    Topics(KafkaAccess kafka) {
        this.codec = kafka.codec();
        this.consumer = kafka.consumer();
    }

    /** All records up to the present end. */
    List<ConsumerRecord<String, byte[]>> records(Topic topic) {
        return List.copyOf(read(topic).records);
    }

    /** All events up to the present end, of the one type that the topic holds; what cannot be read is skipped. */
    <T extends SpecificRecord> List<T> events(Topic topic, Class<T> type) {
        var content = read(topic);
        for (var record : content.records.subList(content.decoded, content.records.size())) {
            if (codec.decode(topic.name(), record.value(), type) instanceof Decoded.Event<T> good) {
                content.events.add(good.event());
            }
            content.decoded++;
        }
        return content.events.stream().map(type::cast).toList();
    }

    private Content read(Topic topic) {
        var partitions = consumer.partitionsFor(topic.name()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        var content = contents.computeIfAbsent(topic, ignored -> new Content());
        var from = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> from.put(partition, content.next.getOrDefault(partition, 0L)));
        var reader = TopicReader.from(consumer, from);
        var more = new ArrayList<ConsumerRecord<String, byte[]>>();
        reader.readTo(reader.ends(), PATIENCE, more::add);
        content.records.addAll(more);
        partitions.forEach(partition -> content.next.put(partition, consumer.position(partition)));
        return content;
    }

    @Override
    public void close() {
        consumer.close();
        codec.close();
    }

    private static final class Content {
        private final Map<TopicPartition, Long> next = new HashMap<>();
        private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        private final List<SpecificRecord> events = new ArrayList<>();
        private int decoded;
    }
}
