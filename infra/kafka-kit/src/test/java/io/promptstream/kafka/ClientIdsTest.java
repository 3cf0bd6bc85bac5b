package io.promptstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ClientIdsTest {
    private final ClientIds ids = new ClientIds("test-service-0-");

    @Test
    void clientsAtTheSameTimeHaveDifferentIds() {
        assertThat(id(ids.take("reader"))).isEqualTo("test-service-0-reader-1");
        assertThat(id(ids.take("reader"))).isEqualTo("test-service-0-reader-2");
        assertThat(id(ids.take("learner"))).isEqualTo("test-service-0-learner-1");
    }

    @Test
    void theIdOfAClosedClientIsGivenOnOnce() {
        // Given
        ClientLife first = ids.take("reader");
        ids.take("reader");

        // When
        first.close();
        ClientLife third = ids.take("reader");
        first.close();

        // Then
        assertThat(id(third)).isEqualTo("test-service-0-reader-1");
        assertThat(id(ids.take("reader"))).isEqualTo("test-service-0-reader-3");
    }

    @Test
    void reportersOfTheOperatorAreKept() {
        // Given
        Map<String, Object> properties = new HashMap<>(Map.of("metric.reporters", "com.example.Reporter"));

        // When
        ids.take("reader").addTo(properties);

        // Then
        assertThat(properties)
                .containsEntry("metric.reporters", "com.example.Reporter,io.promptstream.kafka.ClientLifeReporter");
    }

    private static Object id(ClientLife life) {
        Map<String, Object> properties = new HashMap<>();
        life.addTo(properties);
        return Objects.requireNonNull(properties.get("client.id"));
    }
}
