package io.promptstream.reward.app.rescore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private long nanos = Long.MAX_VALUE - 7;
    private final RateLimiter rate = new RateLimiter(() -> nanos, 1_000);

    @Test
    void allowsWhatTheTimeSinceTheLastCallIsWorth() {
        pass(Duration.ofMillis(50));
        assertThat(rate.records()).isEqualTo(50);
        assertThat(rate.records()).as("not to stand still").isOne();
        pass(Duration.ofHours(1));
        assertThat(rate.records()).as("what is saved").isEqualTo(250);
    }

    @Test
    void reportsAtOnceAndThenOnceASecond() {
        assertThat(rate.reportIsDue()).isTrue();
        assertThat(rate.reportIsDue()).isFalse();
        pass(Duration.ofMillis(999));
        assertThat(rate.reportIsDue()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(rate.reportIsDue()).isTrue();
    }

    @Test
    void knowsWhenItHasLasted() {
        pass(Duration.ofMinutes(2));
        assertThat(rate.hasLasted()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(rate.hasLasted()).isTrue();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
