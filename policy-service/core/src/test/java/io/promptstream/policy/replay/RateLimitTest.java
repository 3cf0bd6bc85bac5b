package io.promptstream.policy.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final long[] now = {0};

    @Test
    void spreadsRecordsOverTheSecond() {
        // Given
        RateLimit rate = new RateLimit(40, this::nanos);

        // When
        int taken = 0;
        for (; now[0] < 10_000; now[0] += 5) {
            taken += take(rate);
        }

        // Then
        assertThat(taken).isBetween(399, 401);
    }

    @Test
    void whatWasNotUsedIsLost() {
        // Given
        RateLimit rate = new RateLimit(40, this::nanos);
        take(rate);

        // When
        now[0] = 60_000;

        // Then
        assertThat(take(rate)).isEqualTo(10);
    }

    @Test
    void aRateBelowOneASecondLetsOneThroughNowAndThen() {
        // Given
        RateLimit rate = new RateLimit(0.5, this::nanos);
        take(rate);

        // When
        now[0] = 1_900;
        int early = take(rate);
        now[0] = 2_100;

        // Then
        assertThat(early).isZero();
        assertThat(take(rate)).isEqualTo(1);
    }

    private static int take(RateLimit rate) {
        int taken = 0;
        while (rate.allows()) {
            rate.take();
            taken++;
        }
        return taken;
    }

    private long nanos() {
        return now[0] * 1_000_000;
    }
}
