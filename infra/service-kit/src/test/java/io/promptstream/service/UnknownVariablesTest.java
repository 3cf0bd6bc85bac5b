package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnknownVariablesTest {
    private static final List<DeclaredVariables> DECLARED = List.of(() -> Set.of("PROMPTSTREAM_WORKERS"));

    @Test
    void namesTheNearestKnownVariable() {
        // When
        List<String> unknown = UnknownVariables.in(Set.of("PROMPTSTREAM_BOOTSTRAP_SERVER"), DECLARED);

        // Then
        assertThat(unknown)
                .containsExactly("PROMPTSTREAM_BOOTSTRAP_SERVER is not known and ignored; did you mean"
                        + " PROMPTSTREAM_BOOTSTRAP_SERVERS?");
    }

    @Test
    void acceptsCommonAndDeclaredVariables() {
        // When
        List<String> unknown = UnknownVariables.in(
                Set.of("PROMPTSTREAM_WORKERS", "PROMPTSTREAM_PARTITIONS", "PROMPTSTREAM_HTTP_PORT"), DECLARED);

        // Then
        assertThat(unknown).isEmpty();
    }
}
