package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.promptstream.kafka.PlatformProbe;
import io.promptstream.schemas.registry.RegistryConfig;
import io.promptstream.schemas.registry.RegistryUnavailableException;
import io.promptstream.schemas.registry.SchemaRegistryClient;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

@WithKafka
class PlatformProbeIT {
    private static final Duration NEVER = Duration.ofHours(1);

    private final KafkaEnvironment kafka;

    PlatformProbeIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void waitsBetweenTwoQuestionsUntilItIsWoken() throws Exception {
        try (PlatformProbe probe = probe(kafka.bootstrapServers(), kafka.registryUrl())) {
            // Given
            probe.runOnce();
            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> run(probe));

            // When
            await().during(Duration.ofMillis(500)).until(() -> !second.isDone());
            probe.wakeup();

            // Then
            second.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void failsWhileNoBrokerAnswers() {
        try (PlatformProbe probe = probe(closedAddress(), kafka.registryUrl())) {
            assertThatThrownBy(probe::runOnce)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(TimeoutException.class);
        }
    }

    @Test
    void failsWhileNoRegistryAnswers() {
        try (PlatformProbe probe = probe(kafka.bootstrapServers(), "http://" + closedAddress())) {
            assertThatThrownBy(probe::runOnce).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    private static PlatformProbe probe(String brokers, String registryUrl) {
        return new PlatformProbe(
                Admin.create(Map.of("bootstrap.servers", brokers)),
                new SchemaRegistryClient(RegistryConfig.of(registryUrl)),
                NEVER);
    }

    private static void run(PlatformProbe probe) {
        try {
            probe.runOnce();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where nobody listens. */
    private static String closedAddress() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
