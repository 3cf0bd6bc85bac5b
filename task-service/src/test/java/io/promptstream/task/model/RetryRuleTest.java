package io.promptstream.task.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetryRuleTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:15:30Z");

    private final RetryRule rule = new RetryRule(new SplittableRandom(1));

    @Test
    void doublesWithEveryAttemptAndStaysBelowABound() {
        assertThat(rule.delay(1, Optional.empty(), NOW)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(rule.delay(3, Optional.empty(), NOW)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(rule.delay(40, Optional.empty(), NOW)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(16));
    }

    @Test
    void waitsAsLongAsTheEndpointAsks() {
        assertThat(rule.delay(1, Optional.of("7"), NOW)).isEqualTo(Duration.ofSeconds(7));
        assertThat(rule.delay(1, Optional.of("Mon, 4 May 2026 10:16:00 GMT"), NOW))
                .isEqualTo(Duration.ofSeconds(30));
        assertThat(rule.delay(1, Optional.of("Mon, 4 May 2026 10:00:00 GMT"), NOW))
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void backsOffWhereTheEndpointAsksForNonsense() {
        assertThat(rule.delay(1, Optional.of("soon"), NOW)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
    }
}
