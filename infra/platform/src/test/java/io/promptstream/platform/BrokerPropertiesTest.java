package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerPropertiesTest {

    @Test
    void oneNodeIsEnoughForEveryInternalTopic() {
        // When
        var properties = BrokerProperties.of(Path.of("/data"), 9092, 9093, Map.of());

        // Then
        assertThat(properties)
                .containsEntry("offsets.topic.replication.factor", "1")
                .containsEntry("transaction.state.log.replication.factor", "1")
                .containsEntry("transaction.state.log.min.isr", "1")
                .containsEntry("share.coordinator.state.topic.replication.factor", "1")
                .containsEntry("share.coordinator.state.topic.min.isr", "1")
                .containsEntry("auto.create.topics.enable", "false")
                .containsEntry("listeners", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093");
    }

    @Test
    void overridesWin() {
        // When
        var properties = BrokerProperties.of(Path.of("/data"), 1, 2, Map.of("auto.create.topics.enable", "true"));

        // Then
        assertThat(properties).containsEntry("auto.create.topics.enable", "true");
    }

    @Test
    void theControllerAloneOpensNoListenerForClients() {
        // Given
        var node = BrokerProperties.of(Path.of("/data"), 9092, 9093, Map.of());

        // When
        var properties = BrokerProperties.ofControllerAlone(node, 9093);

        // Then
        assertThat(properties)
                .containsEntry("process.roles", "controller")
                .containsEntry("listeners", "CONTROLLER://127.0.0.1:9093")
                .doesNotContainKey("advertised.listeners")
                .containsEntry("log.dirs", node.get("log.dirs"));
    }
}
