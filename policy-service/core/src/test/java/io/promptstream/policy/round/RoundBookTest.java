package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundBookTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration AGE = Duration.ofMinutes(1);
    /** Overflows soon, as a monotonic clock may. */
    private long now = Long.MAX_VALUE - 5;

    private final RoundBook<String> book = new RoundBook<>(() -> now);
    private final RoundLimits limits = new RoundLimits(4, 2, 1, 4_000, AGE);

    @Test
    void aRoundIsCompleteWithItsLastQuery() {
        assertThat(offer("a")).isEmpty();
        assertThat(offer("b")).containsExactly("a", "b");
        assertThat(offer("c")).isEmpty();
    }

    @Test
    void aQueryThatComesAgainTakesItsOwnPlaceWhateverElseItSays() {
        assertThat(offer("a")).isEmpty();
        assertThat(book.offer(id("a"), "a, asked again", 7, limits)).isEmpty();
        assertThat(book.bytes()).isEqualTo(7);
        assertThat(offer("b")).containsExactly("a, asked again", "b");
        assertThat(book.bytes()).isZero();
    }

    @Test
    void takesNoQueryWhileTooManyRoundsAreInFlight() {
        // Given
        UUID round = new UUID(0, 1);
        book.proposed(round, WINDOW);

        // When
        assertThat(offer("a")).isEmpty();
        assertThat(offer("b")).isEmpty();
        book.settled(List.of(round, new UUID(0, 2)));

        // Then
        assertThat(offer("c")).isEmpty();
        assertThat(offer("d")).containsExactly("c", "d");
    }

    @Test
    void beginsARoundWithoutTheQueryThatWouldMakeItTooLarge() {
        // Given
        RoundLimits two = new RoundLimits(4, 2, 2, 4_000, AGE);
        assertThat(book.offer(id("a"), "a", 600, two)).isEmpty();

        // When
        List<String> round = book.offer(id("b"), "b", 600, two);

        // Then
        assertThat(round).containsExactly("a");
        assertThat(book.holds(id("b"))).isTrue();
        assertThat(book.bytes()).isEqualTo(600);
        assertThat(book.offer(id("c"), "c", 400, two)).containsExactly("b", "c");
    }

    @Test
    void forgetsARoundAfterTwiceTheRewardWindow() {
        // Given
        book.proposed(new UUID(0, 1), WINDOW);

        // Then
        now += Duration.ofSeconds(19).toNanos();
        assertThat(book.inFlight()).isEqualTo(1);
        now += Duration.ofSeconds(1).toNanos();
        assertThat(book.inFlight()).isZero();
    }

    @Test
    void queriesWaitForTheirRoundAsLongAsTheyMay() {
        // Given
        assertThat(book.isOverdue(limits)).isFalse();
        offer("a");

        // Then
        now += AGE.toNanos() - 1;
        assertThat(book.isOverdue(limits)).isFalse();
        now += 1;
        assertThat(book.isOverdue(limits)).isTrue();
        assertThat(book.close()).containsExactly("a");
        assertThat(book.isOverdue(limits)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
    void windowsAndAgesMayBeAnything(long millis) {
        book.proposed(new UUID(0, 1), Duration.ofMillis(millis));
        assertThat(book.inFlight()).isEqualTo(millis > 0 ? 1 : 0);
        RoundLimits any = new RoundLimits(4, 2, 2, 4_000, Duration.ofMillis(millis));
        book.offer(id("a"), "a", 1, any);
        assertThat(book.isOverdue(any)).isEqualTo(millis <= 0);
    }

    @Test
    void aRoundHasNoMoreProposalsThanCanBeKept() {
        assertThatThrownBy(() -> new RoundLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, 1, AGE))
                .hasMessageContaining("at most 16384");
        assertThatThrownBy(() -> new RoundLimits(0, 1, 1, 1, AGE)).hasMessageContaining("promptsPerRound is 0");
    }

    private List<String> offer(String query) {
        return book.offer(id(query), query, 1, limits);
    }

    private static UUID id(String query) {
        return QueryIdentity.of("task", query);
    }
}
