package io.promptstream.task.remote.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RetryRuleTest {
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final RetryRule rule = new RetryRule(new SplittableRandom(1), LONGEST);

    @Test
    void doublesWithEveryAttemptAndStaysBelowABound() {
        assertThat(rule.backoff(1)).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(rule.backoff(3)).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(rule.backoff(40)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(16));
    }

    @Test
    void pausesAsLongAsTheEndpointAsksWithinABound() {
        assertThat(rule.pause(1, Optional.of(Duration.ofSeconds(7)))).isEqualTo(Duration.ofSeconds(7));
        assertThat(rule.pause(9, Optional.of(Duration.ofSeconds(7)))).isEqualTo(Duration.ofSeconds(7));
        assertThat(rule.pause(1, Optional.of(Duration.ofDays(4000)))).isEqualTo(LONGEST);
    }

    @Test
    void doesNotHurryWhereTheEndpointNamesNoTime() {
        assertThat(rule.pause(1, Optional.empty())).isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
        assertThat(rule.pause(5, Optional.of(Duration.ZERO))).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(8));
    }

    @Test
    void spreadsThoseWhoComeBackAfterAPauseButNotBeyondTheirTime() {
        assertThat(rule.spread(Duration.ofSeconds(10), LONGEST))
                .isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11))
                .isNotEqualTo(rule.spread(Duration.ofSeconds(10), LONGEST));
        assertThat(rule.spread(Duration.ofSeconds(10), Duration.ofMillis(10_001)))
                .isLessThan(Duration.ofMillis(10_001));
    }
}
