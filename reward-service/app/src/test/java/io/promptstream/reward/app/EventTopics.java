package io.promptstream.reward.app;

import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicAdmin;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** All topics, under a prefix of their own, and the events in them. */
final class EventTopics implements AutoCloseable {
    private final KafkaEnvironment kafka;
    private final TopicCatalogue catalogue;
    private final EventCodec codec;

    EventTopics(KafkaEnvironment kafka, String name) {
        this.kafka = kafka;
        this.catalogue = new TopicCatalogue(kafka.uniqueName(name) + ".", 4);
        this.codec = new EventCodec(Map.of("schema.registry.url", kafka.registryUrl()));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            new TopicAdmin(admin).ensure(catalogue.all(), (short) 1);
        }
    }

    TopicCatalogue catalogue() {
        return catalogue;
    }

    ProducerRecord<String, byte[]> record(Topic topic, String key, SpecificRecord event) {
        return new ProducerRecord<>(topic.name(), key, codec.encode(topic.name(), event));
    }

    /** Those of a topic that are of the type. */
    <T extends SpecificRecord> List<T> events(Topic topic, Class<T> type) {
        List<T> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : kafka.consumeAll(topic.name())) {
            if (codec.decode(topic.name(), record.value(), type) instanceof Decoded.Event<T> decoded) {
                events.add(decoded.event());
            }
        }
        return events;
    }

    @Override
    public void close() {
        codec.close();
    }
}
