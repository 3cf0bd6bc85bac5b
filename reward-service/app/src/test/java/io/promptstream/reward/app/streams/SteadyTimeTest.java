package io.promptstream.reward.app.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final SteadyTime time = new SteadyTime(nanos::get);

    @Test
    void goesOnWhenTheWallClockIsSetBack() {
        // Given
        assertThat(time.of(10_000)).isEqualTo(10_000);

        // When
        nanos.addAndGet(Duration.ofMillis(700).toNanos());

        // Then
        assertThat(time.of(2_000)).isEqualTo(10_560);
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertThat(time.of(7_000)).isEqualTo(14_560);
    }

    @Test
    void forgetsThatTheWallClockWasAheadForAWhile() {
        // Given a clock that jumps a minute ahead and is set right
        assertThat(time.of(0)).isZero();
        assertThat(time.of(60_000)).isEqualTo(60_000);

        // When it continues for five minutes and a bit
        long wallClock = 0;
        for (int second = 0; second < 310; second++) {
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            wallClock += 1_000;
            time.of(wallClock);
        }

        // Then both say the same
        assertThat(time.of(wallClock)).isEqualTo(wallClock);
    }

    @Test
    void followsTheWallClockForward() {
        // Given
        assertThat(time.of(10_000)).isEqualTo(10_000);

        // Then
        assertThat(time.of(13_000)).isEqualTo(13_000);
        nanos.addAndGet(Duration.ofMillis(10).toNanos());
        assertThat(time.of(13_000)).isEqualTo(13_008);
    }

    @Test
    void losesNothingOfStepsThatAreShorterThanAMillisecond() {
        // Given
        assertThat(time.of(0)).isZero();

        // When
        for (int i = 0; i < 10; i++) {
            nanos.addAndGet(Duration.ofNanos(600_000).toNanos());
            time.of(-1);
        }

        // Then
        assertThat(time.of(-1)).isEqualTo(4);
    }
}
