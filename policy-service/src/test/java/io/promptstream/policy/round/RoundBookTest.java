package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoundBookTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private Instant now = Instant.EPOCH;
    private final RoundBook<String> book = new RoundBook<>(() -> now);
    private final RoundLimits limits = new RoundLimits(4, 2, 1);

    @Test
    void aRoundIsCompleteWithItsLastQuery() {
        assertThat(book.offer("a", limits)).isEmpty();
        assertThat(book.offer("b", limits)).contains(List.of("a", "b"));
        assertThat(book.offer("c", limits)).isEmpty();
    }

    @Test
    void aRoundHoldsNoQueryTwice() {
        assertThat(book.offer("a", limits)).isEmpty();
        assertThat(book.offer("a", limits)).isEmpty();
        assertThat(book.offer("b", limits)).contains(List.of("a", "b"));
    }

    @Test
    void takesNoQueryWhileTooManyRoundsAreInFlight() {
        // Given
        UUID round = new UUID(0, 1);
        book.proposed(round, WINDOW);

        // When
        assertThat(book.offer("a", limits)).isEmpty();
        assertThat(book.offer("b", limits)).isEmpty();
        book.settled(List.of(round, new UUID(0, 2)));

        // Then
        assertThat(book.offer("c", limits)).isEmpty();
        assertThat(book.offer("d", limits)).contains(List.of("c", "d"));
    }

    @Test
    void forgetsARoundAfterTwiceTheRewardWindow() {
        // Given
        book.proposed(new UUID(0, 1), WINDOW);

        // Then
        now = Instant.EPOCH.plusSeconds(19);
        assertThat(book.inFlight()).isEqualTo(1);
        now = Instant.EPOCH.plusSeconds(20);
        assertThat(book.inFlight()).isZero();
    }
}
