package io.promptstream.reward.dashboard.kafka;

import io.promptstream.reward.dashboard.LoopView;
import io.promptstream.reward.dashboard.TokenTexts;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicAdmin;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The topics that a dashboard reads, on a broker. */
final class DashboardTopics implements AutoCloseable {
    final TopicCatalogue topics;
    final EventCodec codec;
    final Map<String, Object> connection;
    final String letters;

    DashboardTopics(KafkaEnvironment kafka) {
        this.topics = new TopicCatalogue(kafka.uniqueName("sources") + ".", 2);
        this.codec = new EventCodec(Map.of("schema.registry.url", kafka.registryUrl()));
        this.connection = Map.of("bootstrap.servers", kafka.bootstrapServers(), "isolation.level", "read_committed");
        this.letters = topics.deadLetters(topics.queries()).name();
        try (Admin admin = Admin.create(connection)) {
            new TopicAdmin(admin).ensure(topics.all(), (short) 1);
        }
    }

    static LoopView loop() {
        return new LoopView(List::of, new TokenTexts(Map.of()), Duration.ofMinutes(10), Clock.systemUTC());
    }

    KafkaConsumer<String, byte[]> reader() {
        return new KafkaConsumer<>(connection, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        codec.close();
    }
}
