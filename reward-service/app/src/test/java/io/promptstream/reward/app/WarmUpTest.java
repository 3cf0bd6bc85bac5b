package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private long nanos = Long.MAX_VALUE - 3;
    private boolean running = true;
    private final WarmUp warmUp = new WarmUp(() -> running, Duration.ofSeconds(3), () -> nanos);

    @Test
    void isOverAfterItsTimeWithoutABreak() {
        assertThat(warmUp.isOver()).isFalse();
        nanos += Duration.ofSeconds(3).toNanos();
        assertThat(warmUp.isOver()).isTrue();
    }

    @Test
    void beginsAnewAfterABreak() {
        // Given
        assertThat(warmUp.isOver()).isFalse();
        nanos += Duration.ofSeconds(2).toNanos();
        running = false;
        assertThat(warmUp.isOver()).isFalse();

        // When
        running = true;
        assertThat(warmUp.isOver()).isFalse();
        nanos += Duration.ofSeconds(2).toNanos();

        // Then
        assertThat(warmUp.isOver()).isFalse();
    }
}
