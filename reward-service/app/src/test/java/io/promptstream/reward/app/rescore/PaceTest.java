package io.promptstream.reward.app.rescore;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {
    private long nanos = Long.MAX_VALUE - 7;
    private final Pace pace = new Pace(() -> nanos, 1_000);

    @Test
    void allowsWhatTheTimeSinceTheLastCallIsWorth() {
        pass(Duration.ofMillis(50));
        assertThat(pace.records()).isEqualTo(50);
        assertThat(pace.records()).as("not to stand still").isOne();
        pass(Duration.ofHours(1));
        assertThat(pace.records()).as("what is saved").isEqualTo(250);
    }

    @Test
    void reportsAtOnceAndThenOnceASecond() {
        assertThat(pace.reportIsDue()).isTrue();
        assertThat(pace.reportIsDue()).isFalse();
        pass(Duration.ofMillis(999));
        assertThat(pace.reportIsDue()).isFalse();
        pass(Duration.ofMillis(1));
        assertThat(pace.reportIsDue()).isTrue();
    }

    @Test
    void knowsWhenItHasLasted() {
        pass(Duration.ofMinutes(2));
        assertThat(pace.hasLasted()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(pace.hasLasted()).isTrue();
    }

    private void pass(Duration time) {
        nanos += time.toNanos();
    }
}
