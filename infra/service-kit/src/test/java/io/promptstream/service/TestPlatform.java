package io.promptstream.service;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.promptstream.event.Query;
import io.promptstream.kafka.ClientSettings;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What a service has of a test's broker and registry. */
record TestPlatform(KafkaEnvironment kafka, ServiceConfiguration configuration, MeterRegistry registry) {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    static TestPlatform of(KafkaEnvironment kafka) {
        return new TestPlatform(
                kafka,
                new ServiceConfiguration(
                        kafka.bootstrapServers(),
                        kafka.registryUrl(),
                        null,
                        kafka.uniqueName("kit") + ".",
                        2,
                        Duration.ofDays(7),
                        1,
                        "0",
                        Path.of("state"),
                        Map.of()),
                new SimpleMeterRegistry());
    }

    /** Clients as a new process of this instance has them. */
    KafkaClients clients() {
        return new KafkaClients(
                new ClientSettings(
                        configuration.kafkaProperties(),
                        configuration.topicPrefix(),
                        "test-service",
                        configuration.instance()),
                registry);
    }

    TopicCatalogue topics() {
        return new TopicCatalogue(configuration.topicPrefix(), configuration.partitions());
    }

    EventCodec codec() {
        return new EventCodec(configuration.serdeProperties());
    }

    /** Creates a topic and the one for its dead letters. */
    String createTopic(int partitions) {
        String topic = kafka.uniqueName("compacted");
        kafka.createTopic(topic, partitions, Map.of("cleanup.policy", "compact"));
        kafka.createTopic(DeadLetters.topicOf(topic), partitions);
        return topic;
    }

    /** At least {@code count} dead letters, their reasons only. */
    List<String> reasons(String topic, int count) {
        return kafka.consume(DeadLetters.topicOf(topic), count, PATIENCE).stream()
                .map(letter -> Objects.requireNonNull(letter.headers().lastHeader(DeadLetters.REASON)))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }

    /** An event that is keyed by its {@code queryId}. */
    static Query query(String id, String text) {
        return Query.newBuilder()
                .setQueryId(id)
                .setTaskId("task")
                .setText(text)
                .setAskedAt(Instant.EPOCH)
                .build();
    }
}
