package io.promptstream.benchmark.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FigureTest {

    @Test
    void theStandardErrorIsThatOfASample() {
        // When: deviations -2, 0, 2, so s = 2
        var figure = Figure.of(List.of(1.0, 3.0, 5.0));

        // Then
        assertThat(figure.mean()).isEqualTo(3);
        assertThat(figure.error()).isCloseTo(2 / Math.sqrt(3), within(1e-12));
        assertThat(figure.text(10)).isEqualTo("30.0 ± 11.5");
    }

    @Test
    void oneRunHasNone() {
        assertThat(Figure.of(List.of(0.5)).text(100)).isEqualTo("50.0");
    }
}
