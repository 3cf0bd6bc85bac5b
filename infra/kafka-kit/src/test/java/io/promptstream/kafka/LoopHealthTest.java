package io.promptstream.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LoopHealthTest {
    private final long[] nanos = {0};
    private final LoopHealth health = new LoopHealth(Duration.ofSeconds(20), () -> nanos[0]);

    @Test
    void isBadUntilAPassSucceeds() {
        assertThat(health.health()).isEqualTo(ComponentHealth.failing("not started"));
        pass(1);
        assertThat(health.health()).isEqualTo(ComponentHealth.working("running"));
    }

    @Test
    void isBadWhileAPassOutlivesItsLimit() {
        // Given
        pass(1);
        health.began();

        // When
        later(20);

        // Then
        assertThat(health.health().working()).isTrue();

        // When
        later(5);

        // Then
        assertThat(health.health())
                .isEqualTo(ComponentHealth.failing("a pass has been running for 25 s, longer than 20 s"));

        // When
        health.succeeded();

        // Then
        assertThat(health.health().working()).isTrue();
    }

    @Test
    void aSingleFailureIsOverWithTheNextPass() {
        // Given
        pass(1);
        health.began();
        health.failed("no broker");
        assertThat(health.health()).isEqualTo(ComponentHealth.failing("no broker"));

        // When
        pass(1);

        // Then
        assertThat(health.health().working()).isTrue();
    }

    @Test
    void staysBadWhileItFailsAgainAndAgainThoughPassesInBetweenSucceed() {
        // When
        for (int i = 0; i < 4; i++) {
            pass(1);
            health.failed("poison");
        }
        pass(1);

        // Then
        assertThat(health.health()).isEqualTo(ComponentHealth.failing("poison; failed 4 times in a row"));

        // When
        later(31);
        pass(1);

        // Then
        assertThat(health.health().working()).isTrue();
    }

    @Test
    void aRebalanceOnceInAWhileIsNoFailureButOneAfterTheOtherIs() {
        // Given
        pass(1);

        // When
        health.rebalanced();

        // Then
        assertThat(health.health().working()).isTrue();

        // When
        health.rebalanced();
        pass(1);

        // Then
        assertThat(health.health().working()).isFalse();
        assertThat(health.health().detail()).contains("rebalanced", "2 times in a row");

        // When
        later(31);
        pass(1);

        // Then
        assertThat(health.health().working()).isTrue();
    }

    private void pass(long seconds) {
        health.began();
        later(seconds);
        health.succeeded();
    }

    private void later(long seconds) {
        nanos[0] += Duration.ofSeconds(seconds).toNanos();
    }
}
