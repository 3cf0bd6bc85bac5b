package io.promptstream.task.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallPaceTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:15:30Z");

    @Test
    void spacesCallsEvenly() {
        // Given
        CallPace pace = new CallPace(4);

        // When / Then
        assertThat(pace.reserve(NOW)).isEqualTo(Duration.ZERO);
        assertThat(pace.reserve(NOW)).isEqualTo(Duration.ofMillis(250));
        assertThat(pace.reserve(NOW.plusMillis(300))).isEqualTo(Duration.ofMillis(200));
        assertThat(pace.reserve(NOW.plusSeconds(9))).isEqualTo(Duration.ZERO);
    }

    @Test
    void letsEverythingThroughWithoutALimit() {
        // Given
        CallPace pace = new CallPace(0);

        // When / Then
        assertThat(pace.reserve(NOW)).isEqualTo(Duration.ZERO);
        assertThat(pace.reserve(NOW)).isEqualTo(Duration.ZERO);
    }
}
