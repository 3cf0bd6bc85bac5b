package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceConfigurationTest {
    @Test
    void hasDefaults() {
        // When
        ServiceConfiguration configuration = bind(Map.of());

        // Then
        assertThat(configuration)
                .isEqualTo(new ServiceConfiguration(
                        "127.0.0.1:9092",
                        "http://127.0.0.1:8081",
                        null,
                        "promptstream.",
                        4,
                        Duration.ofDays(7),
                        1,
                        "0",
                        Path.of("state"),
                        Map.of()));
    }

    @Test
    void takesEverySetting() {
        // When
        ServiceConfiguration configuration = bind(Map.ofEntries(
                Map.entry("promptstream.bootstrap-servers", "kafka:9092"),
                Map.entry("promptstream.schema-registry-url", "http://registry:8081"),
                Map.entry("promptstream.schema-registry-user-info", "user:secret"),
                Map.entry("promptstream.topic-prefix", "test."),
                Map.entry("promptstream.partitions", "8"),
                Map.entry("promptstream.event-retention", "P30D"),
                Map.entry("promptstream.replication-factor", "3"),
                Map.entry("promptstream.instance", "b"),
                Map.entry("promptstream.state-dir", "/var/lib/promptstream"),
                Map.entry("promptstream.kafka.security.protocol", "SSL")));

        // Then
        assertThat(configuration)
                .isEqualTo(new ServiceConfiguration(
                        "kafka:9092",
                        "http://registry:8081",
                        "user:secret",
                        "test.",
                        8,
                        Duration.ofDays(30),
                        3,
                        "b",
                        Path.of("/var/lib/promptstream"),
                        Map.of("security.protocol", "SSL")));
        assertThat(configuration.kafkaProperties())
                .containsOnly(Map.entry("bootstrap.servers", "kafka:9092"), Map.entry("security.protocol", "SSL"));
        assertThat(configuration.serdeProperties()).containsEntry("basic.auth.user.info", "user:secret");
    }

    @Test
    void refusesANumberOfPartitionsBelowOne() {
        assertThatThrownBy(() -> bind(Map.of("promptstream.partitions", "0")))
                .rootCause()
                .hasMessageContaining("PROMPTSTREAM_PARTITIONS is 0; write a number from 1");
    }

    @Test
    void refusesARetentionThatIsNotPositive() {
        assertThatThrownBy(() -> bind(Map.of("promptstream.event-retention", "PT0S")))
                .rootCause()
                .hasMessageContaining("PROMPTSTREAM_EVENT_RETENTION is PT0S; write a positive duration, such as P30D");
    }

    private static ServiceConfiguration bind(Map<String, Object> properties) {
        try (ApplicationContext context = ApplicationContext.run(properties)) {
            return context.getBean(ServiceConfiguration.class);
        }
    }
}
