package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownVariablesTest {
    private static final List<DeclaredVariables> DECLARED = List.of(() -> Set.of("PROMPTSTREAM_WORKERS"));

    @Test
    void namesTheNearestKnownVariable() {
        // When
        List<String> unknown = UnknownVariables.in(Map.of("PROMPTSTREAM_BOOTSTRAP_SERVER", "x", "PATH", "y"), DECLARED);

        // Then
        assertThat(unknown)
                .containsExactly(
                        "PROMPTSTREAM_BOOTSTRAP_SERVER is not known; did you mean PROMPTSTREAM_BOOTSTRAP_SERVERS?");
    }

    @Test
    void acceptsCommonAndDeclaredVariablesAndThoseForTheKafkaClients() {
        // When
        List<String> unknown = UnknownVariables.in(
                Map.of(
                        "PROMPTSTREAM_WORKERS", "2",
                        "PROMPTSTREAM_PARTITIONS", "4",
                        "PROMPTSTREAM_KAFKA_SECURITY_PROTOCOL", "SSL"),
                DECLARED);

        // Then
        assertThat(unknown).isEmpty();
    }
}
