package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.ServerSocket;
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
        var settings = BrokerSettings.in(directory);
        var data = settings.dataDirectory();
        try (var broker = KafkaBrokerProcess.start(settings)) {
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
            assertThat(StaleRegistration.mayBeIn(data)).isTrue();
            broker.restart();

            // Then
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
                Set<String> topics = admin.listTopics().names().get();
                assertThat(topics).contains("kept");
            }
            broker.stop();
            assertThat(StaleRegistration.mayBeIn(data)).isFalse();
        }
    }

    @Test
    void ignoresTheInterruptThatATerminalSendsToAllAndIsGoneAfterClose() throws Exception {
        // Given
        var broker = KafkaBrokerProcess.start(BrokerSettings.in(directory));
        var pid = broker.pid();
        try (broker;
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            // When
            new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();

            // Then
            await().during(Duration.ofSeconds(2)).atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                assertThat(broker.isAlive()).isTrue();
                assertThat(admin.describeCluster().nodes().get()).hasSize(1);
            });
        }
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
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
    void namesThePortThatIsInUse() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var settings = BrokerSettings.in(directory).withPort(taken.getLocalPort());

            assertThatThrownBy(() -> KafkaBrokerProcess.start(settings))
                    .isInstanceOf(PlatformException.class)
                    .hasMessageContaining("Port " + taken.getLocalPort());
        }
    }
}
