package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds of streams whose neighbours are alike. */
class SortedStreamTest {
    private static final int QUERIES = 16;
    private static final Duration AGE = Duration.ofMinutes(15);

    private long now = Long.MAX_VALUE - 5;
    private int asked;
    private final RoundBook<String> book = new RoundBook<>(() -> now, new SplittableRandom(1));

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 300, 1_000})
    void roundsOfAFileThatIsSortedByLabelAreBalanced(int inARow) {
        // When
        List<List<String>> rounds = rounds(limits("yes", "no"), 40 * inARow, i -> i / inARow % 2 == 0 ? "yes" : "no");

        // Then nearly every query is in one
        assertThat(rounds)
                .allSatisfy(round -> assertThat(round).filteredOn("yes"::equals).hasSize(QUERIES / 2));
        assertThat(rounds.size() * QUERIES).isBetween(40 * inARow - 2 * inARow - 5 * QUERIES, 40 * inARow);
    }

    @Test
    void roundsOfManyLabelsHaveEach() {
        List<List<String>> rounds = rounds(
                limits(IntStream.range(0, 10).mapToObj(String::valueOf).toArray(String[]::new)),
                6_000,
                i -> String.valueOf(i / 60 % 10));
        assertThat(rounds)
                .hasSizeGreaterThan(300)
                .allSatisfy(round -> assertThat(round.stream().distinct()).hasSize(10));
    }

    @Test
    void queriesWithoutReferenceAreSpreadOverMoreThanOneRound() {
        // Given bursts of a round's length
        List<List<String>> rounds =
                rounds(limits("yes", "no"), 1_600, i -> RoundBook.NO_LABEL, i -> String.valueOf(i / QUERIES));

        // Then
        assertThat(rounds.subList(20, rounds.size()))
                .allSatisfy(round -> assertThat(round.stream().distinct()).hasSizeGreaterThan(2));
    }

    @Test
    void aLabelThatNeverComesIsNotAwaitedForEver() {
        // When
        List<List<String>> rounds = rounds(limits("yes", "no", "never"), 4_000, i -> i % 2 == 0 ? "yes" : "no");

        // Then
        assertThat(rounds.size()).isBetween(200, 4_000 / QUERIES);
    }

    @Test
    void aLabelThatNeverComesIsAwaitedNoLongerThanAQueryMayWait() {
        // Given
        RoundLimits limits = limits("yes", "no");
        assertThat(rounds(limits, 40, i -> "yes")).isEmpty();

        // When
        now += AGE.toNanos();

        // Then
        assertThat(book.begin(limits)).hasSize(QUERIES);
        assertThat(book.begin(limits)).hasSize(QUERIES);
        assertThat(rounds(limits, 160, i -> "yes")).isNotEmpty();

        // And when it comes it is awaited again
        rounds(limits, 1, i -> "no");
        assertThat(rounds(limits, 100, i -> "yes")).isEmpty();
        assertThat(rounds(limits, 7, i -> "no")).isNotEmpty();
    }

    private static RoundLimits limits(String... labels) {
        return new RoundLimits(4, QUERIES, 1_000_000, Long.MAX_VALUE, AGE, List.of(labels));
    }

    private List<List<String>> rounds(RoundLimits limits, int queries, IntFunction<String> label) {
        return rounds(limits, queries, label, label);
    }

    private List<List<String>> rounds(
            RoundLimits limits, int queries, IntFunction<String> label, IntFunction<String> query) {
        List<List<String>> rounds = new ArrayList<>();
        for (int i = 0; i < queries; i++) {
            List<String> round =
                    book.offer(QueryIdentity.of("task", "q" + asked++), query.apply(i), 1, label.apply(i), limits);
            if (!round.isEmpty()) {
                rounds.add(round);
            }
        }
        return rounds;
    }
}
