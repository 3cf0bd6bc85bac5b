package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueryBufferTest {
    private static final long EVERYTHING_FITS = Long.MAX_VALUE;
    private static final long NONE_WAITED_LONG = 0;

    private final QueryBuffer<String> buffer = new QueryBuffer<>(new SplittableRandom(1));

    @Test
    void drawsFromAllThatWaitAndEachOnce() {
        // Given
        put("a", 100, 1);

        // When
        List<String> first = buffer.draw(40, EVERYTHING_FITS, NONE_WAITED_LONG);
        List<String> second = buffer.draw(100, EVERYTHING_FITS, NONE_WAITED_LONG);

        // Then
        assertThat(first).hasSize(40).anyMatch(query -> number(query) < 30).anyMatch(query -> number(query) >= 70);
        assertThat(second).hasSize(60).doesNotContainAnyElementsOf(first);
        assertThat(buffer.size()).isZero();
        assertThat(buffer.bytes()).isZero();
    }

    @Test
    void aDrawIsInTheOrderInWhichItsQueriesCame() {
        put("a", 50, 1);
        assertThat(buffer.draw(20, EVERYTHING_FITS, NONE_WAITED_LONG).stream().map(QueryBufferTest::number))
                .isSorted();
    }

    @Test
    void drawsTheLabelsInTurnAndWhatIsThereOfThoseThatHaveFew() {
        // Given
        put("many", 100, 1);
        put("some", 50, 1);
        put("few", 2, 1);

        // When
        List<String> drawn = buffer.draw(12, EVERYTHING_FITS, NONE_WAITED_LONG);

        // Then
        assertThat(drawn.stream().collect(Collectors.groupingBy(QueryBufferTest::label, Collectors.counting())))
                .containsEntry("many", 5L)
                .containsEntry("some", 5L)
                .containsEntry("few", 2L);
    }

    @Test
    void whatOneLabelHasMoreThanAnotherIsNotAlwaysTheSamesPart() {
        // Given
        put("a", 60, 1);
        put("b", 60, 1);

        // When
        List<Long> ofA = IntStream.range(0, 20)
                .mapToObj(draw -> buffer.draw(3, EVERYTHING_FITS, NONE_WAITED_LONG))
                .map(drawn ->
                        drawn.stream().filter(query -> label(query).equals("a")).count())
                .toList();

        // Then
        assertThat(ofA).contains(1L, 2L).doesNotContain(0L, 3L);
    }

    @Test
    void equalSeedsDrawEqually() {
        QueryBuffer<String> same = new QueryBuffer<>(new SplittableRandom(1));
        QueryBuffer<String> other = new QueryBuffer<>(new SplittableRandom(2));
        for (QueryBuffer<String> each : List.of(buffer, same, other)) {
            put(each, "a", 100, 1);
        }
        List<String> drawn = buffer.draw(10, EVERYTHING_FITS, NONE_WAITED_LONG);
        assertThat(same.draw(10, EVERYTHING_FITS, NONE_WAITED_LONG)).isEqualTo(drawn);
        assertThat(other.draw(10, EVERYTHING_FITS, NONE_WAITED_LONG)).isNotEqualTo(drawn);
    }

    @Test
    void drawsFirstWhatWaitedLong() {
        // Given
        put("late", 50, 9);
        QueryBuffer<String> aged = new QueryBuffer<>(new SplittableRandom(1));
        aged.put(id("early"), "early", 1, "a", 5);
        put(aged, "late", 50, 9);

        // Then
        assertThat(aged.draw(2, EVERYTHING_FITS, 5)).hasSize(2).contains("early");
    }

    @Test
    void aDrawEndsBeforeAQueryThatMakesItTooLargeUnlessItIsTheFirst() {
        put("a", 10, 7);
        assertThat(buffer.draw(10, 22, NONE_WAITED_LONG)).hasSize(3);
        assertThat(buffer.draw(10, 6, NONE_WAITED_LONG)).hasSize(1);
        assertThat(buffer.bytes()).isEqualTo(6 * 7);
    }

    @Test
    void aCopyTakesThePlaceAndTheTimeOfTheOneBefore() {
        // Given
        buffer.put(id("q"), "without label", 3, "", 5);
        buffer.put(id("other"), "other", 1, "", 6);

        // When
        buffer.put(id("q"), "with label", 9, "yes", 7);

        // Then
        assertThat(buffer.size()).isEqualTo(2);
        assertThat(buffer.size("yes")).isEqualTo(1);
        assertThat(buffer.size("")).isEqualTo(1);
        assertThat(buffer.bytes()).isEqualTo(10);
        assertThat(buffer.oldest()).contains(5L);
        assertThat(buffer.draw(2, EVERYTHING_FITS, NONE_WAITED_LONG)).containsExactly("with label", "other");
    }

    @Test
    void removesOfTheLabelThatHasMost() {
        // Given
        put("many", 10, 1);
        put("few", 3, 1);

        // When
        for (int i = 0; i < 6; i++) {
            buffer.removeAny();
        }

        // Then
        assertThat(buffer.size("many")).isEqualTo(4);
        assertThat(buffer.size("few")).isEqualTo(3);
        assertThat(buffer.bytes()).isEqualTo(7);
    }

    @Test
    void removesWhatCameUntilATimeEvenIfTheClockOverflows() {
        // Given
        long time = Long.MAX_VALUE;
        buffer.put(id("early"), "early", 1, "a", time);
        buffer.put(id("late"), "late", 1, "a", time + 2);

        // When
        buffer.removeUntil(time + 1);

        // Then
        assertThat(buffer.holds(id("early"))).isFalse();
        assertThat(buffer.holds(id("late"))).isTrue();
        assertThat(buffer.oldest()).contains(time + 2);
    }

    private void put(String label, int count, long size) {
        put(buffer, label, count, size);
    }

    private static void put(QueryBuffer<String> buffer, String label, int count, long size) {
        for (int i = 0; i < count; i++) {
            buffer.put(id(label + i), label + "-" + i, size, label, NONE_WAITED_LONG + 1);
        }
    }

    private static String label(String query) {
        return query.substring(0, query.indexOf('-'));
    }

    private static int number(String query) {
        return Integer.parseInt(query.substring(query.indexOf('-') + 1));
    }

    private static UUID id(String query) {
        return QueryIdentity.of("task", query);
    }
}
