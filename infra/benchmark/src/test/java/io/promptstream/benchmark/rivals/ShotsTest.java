package io.promptstream.benchmark.rivals;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.local.input.TaskInput;
import org.junit.jupiter.api.Test;

class ShotsTest {
    @Test
    void takesAsManyOfEachLabelAndNoneTwice() {
        var shots = Shots.split(Opinions.inputs("i", 40), 4, 1);

        assertThat(shots.train()).hasSize(8).doesNotContainAnyElementsOf(shots.dev());
        assertThat(shots.train())
                .filteredOn(input -> "positive".equals(input.reference()))
                .hasSize(4);
        assertThat(shots.dev())
                .hasSize(8)
                .filteredOn(input -> "negative".equals(input.reference()))
                .hasSize(4);
    }

    @Test
    void takesAFifthToSelectOnOtherwise() {
        var inputs = Opinions.inputs("i", 40);

        var split = Shots.split(inputs, null, 1);

        assertThat(split.dev()).hasSize(8);
        assertThat(split.train())
                .hasSize(32)
                .map(TaskInput::text)
                .doesNotContainAnyElementsOf(
                        split.dev().stream().map(TaskInput::text).toList());
        assertThat(Shots.split(inputs, null, 1)).isEqualTo(split);
        assertThat(Shots.split(inputs, null, 2)).isNotEqualTo(split);
    }
}
