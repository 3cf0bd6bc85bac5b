package io.promptstream.local.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.system.SystemDescription;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UpCommandTest {

    @Test
    void namesTheDashboardBeforeAllElse() {
        // Given
        var system = new SystemDescription(
                "/run",
                Instant.EPOCH,
                "localhost:9092",
                "http://localhost:8081/apis/ccompat/v7",
                "http://localhost:8091",
                "http://localhost:8092",
                "http://localhost:8093",
                "/model",
                Map.of(),
                null,
                List.of());

        // When
        var lines = UpCommand.addresses(system).lines();

        // Then
        assertThat(lines.get(1)).matches("dashboard +http://localhost:8093/ *");
        assertThat(lines).anySatisfy(line -> assertThat(line).matches("policy service +http://localhost:8091 *"));
    }
}
