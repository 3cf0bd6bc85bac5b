package io.promptstream.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void leavesWhatFits() {
        assertThat(Excerpt.of("four", 4)).isEqualTo("four");
    }

    @Test
    void marksWhereItCuts() {
        assertThat(Excerpt.of("fives", 4)).isEqualTo("five…");
        assertThat(Excerpt.of("x".repeat(1_000))).hasSize(201);
    }

    @Test
    void cutsNoCharacterInTwo() {
        assertThat(Excerpt.of("abc😀d", 4)).isEqualTo("abc…");
        assertThat(Excerpt.of("abc😀d", 5)).isEqualTo("abc😀…");
    }
}
