package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private long nanos = Long.MAX_VALUE - 3;
    private boolean running = true;
    private final Settling settling = new Settling(() -> running, Duration.ofSeconds(3), () -> nanos);

    @Test
    void isOverAfterItsTimeWithoutABreak() {
        assertThat(settling.isOver()).isFalse();
        nanos += Duration.ofSeconds(3).toNanos();
        assertThat(settling.isOver()).isTrue();
    }

    @Test
    void beginsAnewAfterABreak() {
        // Given
        assertThat(settling.isOver()).isFalse();
        nanos += Duration.ofSeconds(2).toNanos();
        running = false;
        assertThat(settling.isOver()).isFalse();

        // When
        running = true;
        assertThat(settling.isOver()).isFalse();
        nanos += Duration.ofSeconds(2).toNanos();

        // Then
        assertThat(settling.isOver()).isFalse();
    }
}
