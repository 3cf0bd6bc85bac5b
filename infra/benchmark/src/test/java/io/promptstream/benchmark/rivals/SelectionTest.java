package io.promptstream.benchmark.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private final Opinions opinions = new Opinions();

    @AfterEach
    void close() {
        opinions.close();
    }

    @Test
    void takesTheMostAccurateAndMeasuresEachOnce() {
        // Given
        var problem = opinions.problem(8);
        var model = opinions.counted(100);
        var selection = new Selection(problem, model);

        // When
        var best = selection.best(List.of("good good", "bad bad", "neutral"));
        var again = selection.best(List.of("bad bad", "neutral"));

        // Then
        assertThat(best).isEqualTo("neutral");
        assertThat(again).isEqualTo("neutral");
        assertThat(model.calls()).isEqualTo(3 * 8);
    }

    @Test
    void looksAtNoMoreThanTheCallsAreEnoughFor() {
        var problem = opinions.problem(8);

        var best = new Selection(problem, opinions.counted(15)).best(List.of("good good", "neutral"));

        assertThat(best).isEqualTo("good good");
    }
}
