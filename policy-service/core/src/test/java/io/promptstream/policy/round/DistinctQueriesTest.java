package io.promptstream.policy.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.policy.TaskSamples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistinctQueriesTest {
    private final DistinctQueries distinct = new DistinctQueries();

    @Test
    void aFileThatIsStreamedAgainAndAgainHasItsLines() {
        // When
        stream(32, 5);

        // Then
        assertThat(distinct.estimate()).isEqualTo(32);
    }

    @Test
    void whatCameTwiceTellsHowMuchWasNotSeenYet() {
        // When a third of a file was streamed a second time, in another order
        List<Integer> lines = shuffled(900);
        lines.forEach(this::add);
        shuffled(900).subList(0, 300).forEach(this::add);

        // Then with 600 that came once and 300 that came twice
        assertThat(distinct.estimate()).isEqualTo(900 + 600 * 599 / (2 * 301));
    }

    @Test
    void aStreamWithoutRepetitionsHasMoreThanCouldBeToldApart() {
        // Given
        assertThat(distinct.estimate()).isZero();

        // When
        stream(100, 1);

        // Then
        assertThat(distinct.estimate()).isEqualTo(100 + 100 * 99 / 2);
    }

    @Test
    void whatCameLongAgoIsForgotten() {
        // Given
        stream(1_000, 4);
        assertThat(distinct.estimate()).isEqualTo(1_000);

        // When
        stream(16, DistinctQueries.WINDOW / 16);

        // Then
        assertThat(distinct.estimate()).isEqualTo(16);
    }

    private void stream(int lines, int times) {
        for (int time = 0; time < times; time++) {
            shuffled(lines).forEach(this::add);
        }
    }

    private static List<Integer> shuffled(int lines) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, lines).boxed().toList());
        Collections.shuffle(order, new Random(1));
        return order;
    }

    private void add(int line) {
        distinct.add(TaskSamples.query("task", "line " + line));
    }
}
