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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(
            longs = {Long.MIN_VALUE, Long.MAX_VALUE, -62_135_596_800_000L, -9_300_000_000_000L, 0, 253_402_300_799_999L
            })
    void leavesOutWhatNoClockCanBeWrongBy(long millis) {
        // When
        hop.record(Instant.ofEpochMilli(millis), START);
        hop.record(START, Instant.ofEpochMilli(millis));
        hop.record(START, START.plusMillis(7));

        // Then
        assertThat(timer.count()).isEqualTo(1);
        assertThat(timer.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(7);
    }
}
