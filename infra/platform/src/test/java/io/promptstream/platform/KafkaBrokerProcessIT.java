package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaBrokerProcessIT {

    @TempDir
    Path directory;

    @Test
    void keepsItsTopicsWhenItIsKilledAndStartedAgain() throws Exception {
        try (var broker = KafkaBrokerProcess.start(BrokerSettings.in(directory))) {
            // Given
            var address = broker.bootstrapServers();
            try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
                admin.createTopics(List.of(new NewTopic("kept", 1, (short) 1)))
                        .all()
                        .get();
            }

            // When
            broker.kill();
            assertThat(broker.isAlive()).isFalse();
            broker.restart();

            // Then
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
                Set<String> topics = admin.listTopics().names().get();
                assertThat(topics).contains("kept");
            }
        }
    }

    @Test
    void isGoneAfterClose() {
        // Given
        var broker = KafkaBrokerProcess.start(BrokerSettings.in(directory));
        var pid = broker.pid();

        // When
        broker.close();

        // Then
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void ignoresTheInterruptThatATerminalSendsToAll() throws Exception {
        try (var broker = KafkaBrokerProcess.start(BrokerSettings.in(directory))) {
            // When
            new ProcessBuilder("kill", "-INT", Long.toString(broker.pid()))
                    .start()
                    .waitFor();

            // Then
            try (var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                await().during(Duration.ofSeconds(2))
                        .atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> {
                            assertThat(broker.isAlive()).isTrue();
                            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
                        });
            }
        }
    }

    @Test
    void showsTheLogOfABrokerThatDoesNotStart() {
        // Given
        var settings = BrokerSettings.in(directory).withOverrides(Map.of("metric.reporters", "no.such.Reporter"));

        // When / Then
        assertThatThrownBy(() -> KafkaBrokerProcess.start(settings))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("kafka.log")
                .hasMessageContaining("no.such.Reporter");
    }

    @Test
    void namesASettingThatKafkaRefuses() {
        // Given
        var settings = BrokerSettings.in(directory).withOverrides(Map.of("num.network.threads", "-1"));

        // When / Then
        assertThatThrownBy(() -> KafkaBrokerProcess.start(settings))
                .isInstanceOf(PlatformException.class)
                .hasMessageContaining("num.network.threads");
    }

    @Test
    void namesThePortThatIsInUse() {
        try (var broker = KafkaBrokerProcess.start(BrokerSettings.in(directory.resolve("first")))) {
            var port = Integer.parseInt(broker.bootstrapServers().split(":", -1)[1]);
            var settings = BrokerSettings.in(directory.resolve("second")).withPort(port);

            assertThatThrownBy(() -> KafkaBrokerProcess.start(settings)).hasMessageContaining("Port " + port);
        }
    }
}
