package io.promptstream.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.promptstream.event.Role;
import io.promptstream.service.HopTimers.Hop;
import io.promptstream.service.HopTimers.HopTimer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HopTimersTest {
    private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HopTimer hop = new HopTimers(registry).timer(Hop.ROUND_TO_VERSION, "weather", Role.EXPLORE);
    private final Timer timer = registry.get("promptstream.hop.duration")
            .tags("hop", "round_to_version", "task", "weather", "role", "explore")
            .timer();

    @Test
    void measuresBetweenTheTimesOfTheEvents() {
        // When
        hop.record(START, START.plusMillis(1500));

        // Then
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(1500);
        assertThat(timer.takeSnapshot().histogramCounts()).hasSize(16);
    }

    @Test
    void countsAnEventFromTheFutureAsOneThatTookNoTime() {
        // When
        hop.record(START, START.minusMillis(20));

        // Then
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isZero();
    }
}
