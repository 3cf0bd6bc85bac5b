package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundBookTest {
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration AGE = Duration.ofMinutes(1);
    /** Overflows soon, as a monotonic clock may. */
    private long now = Long.MAX_VALUE - 5;

    private final RoundBook<String> book = new RoundBook<>(() -> now, new SplittableRandom(1));
    private final RoundLimits limits = new RoundLimits(4, 2, 1, 4_000, AGE, List.of());

    @Test
    void aRoundBeginsWithItsLastQuery() {
        assertThat(offer("a")).isEmpty();
        assertThat(offer("b")).containsExactly("a", "b");
        assertThat(offer("c")).isEmpty();
    }

    @Test
    void aQueryThatComesAgainTakesItsOwnPlaceWhateverElseItSays() {
        assertThat(offer("a")).isEmpty();
        assertThat(book.offer(id("a"), "a, asked again", 7, RoundBook.NO_LABEL, limits))
                .isEmpty();
        assertThat(book.bytes()).isEqualTo(7);
        assertThat(offer("b")).containsExactly("a, asked again", "b");
        assertThat(book.bytes()).isZero();
    }

    @Test
    void queriesFromBeforeAChangeOfRewardsAreGivenUp() {
        // Given a change that was noticed before the first query came
        book.drifted(Optional.of(3L));
        assertThat(offer("a")).isEmpty();

        // When
        book.drifted(Optional.of(3L));
        boolean kept = book.holds(id("a"));
        book.drifted(Optional.of(9L));

        // Then
        assertThat(kept).isTrue();
        assertThat(book.holds(id("a"))).isFalse();
        assertThat(book.bytes()).isZero();
    }

    @Test
    void exploresOneRoundInSixteenWhileNothingBetterIsExpected() {
        assertThat(IntStream.range(0, 64).filter(round -> book.explores(false))).hasSize(64);
        assertThat(IntStream.range(0, 64).filter(round -> book.explores(true))).hasSize(4);
        assertThat(book.explores(false)).isTrue();
    }

    @Test
    void takesQueriesWhileTooManyRoundsAreInFlightAndBeginsWhenOneIsSettled() {
        // Given
        UUID round = new UUID(0, 1);
        book.proposed(round, WINDOW);

        // When
        assertThat(offer("a")).isEmpty();
        assertThat(offer("b")).isEmpty();
        assertThat(offer("c")).isEmpty();
        assertThat(book.isReady(limits)).isTrue();
        assertThat(book.begin(limits)).isEmpty();
        book.settled(List.of(round, new UUID(0, 2)));

        // Then
        assertThat(book.begin(limits)).hasSize(2).isSubsetOf("a", "b", "c");
        assertThat(book.bytes()).isEqualTo(1);
        assertThat(book.isReady(limits)).isFalse();
        assertThat(book.begin(limits)).isEmpty();
    }

    @Test
    void aFullBufferTakesANewcomerInThePlaceOfAnother() {
        // Given
        book.proposed(new UUID(0, 1), WINDOW);
        for (int i = 0; i < RoundBook.MOST_WAITING; i++) {
            offer("q" + i);
        }

        // When
        offer("newcomer");

        // Then
        assertThat(book.holds(id("newcomer"))).isTrue();
        assertThat(book.bytes()).isEqualTo(RoundBook.MOST_WAITING);
    }

    @Test
    void beginsARoundWithoutAQueryThatWouldMakeItTooLarge() {
        // Given
        RoundLimits two = new RoundLimits(4, 2, 2, 4_000, AGE, List.of());
        assertThat(book.offer(id("a"), "a", 600, RoundBook.NO_LABEL, two)).isEmpty();

        // When
        List<String> round = book.offer(id("b"), "b", 600, RoundBook.NO_LABEL, two);

        // Then
        assertThat(round).hasSize(1).isSubsetOf("a", "b");
        assertThat(book.bytes()).isEqualTo(600);
        assertThat(book.offer(id("c"), "c", 400, RoundBook.NO_LABEL, two))
                .hasSize(2)
                .contains("c")
                .doesNotContainAnyElementsOf(round);
    }

    @Test
    void keepsRoundsBackOnceItHasBegunSome() {
        // Given
        RoundLimits four = new RoundLimits(4, 4, 1_000, 4_000, AGE, List.of());
        int begun = 0;
        for (int i = 0; i < 400; i++) {
            begun += book.offer(id("q" + i), "q" + i, 1, RoundBook.NO_LABEL, four)
                            .isEmpty()
                    ? 0
                    : 1;
        }

        // Then
        assertThat(book.bytes()).isBetween(3 * 4L, 4 * 4L);
        assertThat(begun).isBetween(96, 97);
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
        assertThat(book.isReady(limits)).isFalse();
        offer("a");

        // Then
        now += AGE.toNanos() - 1;
        assertThat(book.isReady(limits)).isFalse();
        assertThat(book.begin(limits)).isEmpty();
        now += 1;
        assertThat(book.isReady(limits)).isTrue();
        assertThat(book.begin(limits)).containsExactly("a");
        assertThat(book.isReady(limits)).isFalse();
    }

    @Test
    void queriesThatWaitedLongAndFindNoRoomAreGivenUp() {
        // Given
        book.proposed(new UUID(0, 1), AGE);
        offer("a");
        now += AGE.toNanos() / 2;
        offer("b");
        now += AGE.toNanos() / 2;

        // When
        assertThat(book.begin(limits)).isEmpty();

        // Then
        assertThat(book.holds(id("a"))).isFalse();
        assertThat(book.holds(id("b"))).isTrue();
        assertThat(book.bytes()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE})
    void windowsAndAgesMayBeAnything(long millis) {
        book.proposed(new UUID(0, 1), Duration.ofMillis(millis));
        assertThat(book.inFlight()).isEqualTo(millis > 0 ? 1 : 0);
        RoundLimits any = new RoundLimits(4, 2, 2, 4_000, Duration.ofMillis(millis), List.of());
        book.offer(id("a"), "a", 1, RoundBook.NO_LABEL, any);
        assertThat(book.isReady(any)).isEqualTo(millis <= 0);
    }

    @Test
    void aRoundHasNoMoreProposalsThanCanBeKept() {
        assertThatThrownBy(() -> new RoundLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, 1, 1, AGE, List.of()))
                .hasMessageContaining("at most 16384");
        assertThatThrownBy(() -> new RoundLimits(0, 1, 1, 1, AGE, List.of()))
                .hasMessageContaining("promptsPerRound is 0");
    }

    private List<String> offer(String query) {
        return book.offer(id(query), query, 1, RoundBook.NO_LABEL, limits);
    }

    private static UUID id(String query) {
        return QueryIdentity.of("task", query);
    }
}
