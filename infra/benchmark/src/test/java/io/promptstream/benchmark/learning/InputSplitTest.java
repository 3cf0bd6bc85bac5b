package io.promptstream.benchmark.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.local.input.TaskInput;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class InputSplitTest {
    private final List<TaskInput> inputs = IntStream.range(0, 460)
            .mapToObj(n -> new TaskInput(n, "text " + n, List.of(), Map.of(), n % 2 == 0 ? "positive" : "negative"))
            .toList();

    @Test
    void everyInputIsOnOneSide() {
        // When
        var split = InputSplit.of(inputs, 0.6, 1);

        // Then
        assertThat(split.learning()).hasSize(276);
        assertThat(Stream.concat(split.learning().stream(), split.validation().stream()))
                .containsExactlyInAnyOrderElementsOf(inputs);
    }

    @Test
    void theSeedDecides() {
        assertThat(InputSplit.of(inputs, 0.6, 1)).isEqualTo(InputSplit.of(inputs, 0.6, 1));
        assertThat(InputSplit.of(inputs, 0.6, 2).validation())
                .isNotEqualTo(InputSplit.of(inputs, 0.6, 1).validation());
        // Files stand in the order of their labels: the first 60 % would lack some.
        assertThat(InputSplit.of(inputs, 0.6, 1).learning()).isNotEqualTo(inputs.subList(0, 276));
    }

    @Test
    void neitherSideMayBeEmpty() {
        assertThatThrownBy(() -> InputSplit.of(inputs, 1, 1)).hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> InputSplit.of(inputs, 0, 1)).hasMessageContaining("between 0 and 1");
    }
}
