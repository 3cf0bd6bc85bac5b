package io.promptstream.task.remote.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.task.Events;
import io.promptstream.task.FakeTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CallPaceTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeTime time = new FakeTime(Events.NOW);

    @Test
    void spacesCallsEvenly() throws InterruptedException {
        // Given
        CallPace pace = new CallPace(4, time, time);

        // When
        for (int i = 0; i < 5; i++) {
            assertThat(pace.pass(LONG)).isTrue();
        }

        // Then
        assertThat(time.paused()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aCallThatIsTooLateTakesNobodysPlace() throws InterruptedException {
        // Given
        CallPace pace = new CallPace(1, time, time);
        pace.pass(LONG);

        // When
        for (int i = 0; i < 1000; i++) {
            assertThat(pace.pass(Duration.ofMillis(999))).isFalse();
        }

        // Then
        assertThat(time.paused()).isZero();
        assertThat(pace.pass(Duration.ofSeconds(1))).isTrue();
        assertThat(time.paused()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void savesNothingUpForABurst() throws InterruptedException {
        // Given
        CallPace pace = new CallPace(1, time, time);
        time.pass(Duration.ofHours(1));

        // When
        pace.pass(LONG);

        // Then
        assertThat(pace.pass(Duration.ofMillis(999))).isFalse();
    }

    @Test
    void letsEverythingThroughWithoutALimit() throws InterruptedException {
        // Given
        CallPace pace = new CallPace(0, time, time);

        // When / Then
        assertThat(pace.pass(Duration.ofNanos(1))).isTrue();
        assertThat(pace.pass(Duration.ofNanos(1))).isTrue();
        assertThat(pace.pass(Duration.ZERO)).isFalse();
    }
}
