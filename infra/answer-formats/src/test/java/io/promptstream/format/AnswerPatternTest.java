package io.promptstream.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerPatternTest {

    @Test
    void isFoundAnywhereUnlessItIsAnchored() {
        assertThat(AnswerPattern.of("\\d{4}-\\d{2}").isFoundIn("due 2026-11, or so"))
                .isTrue();
        assertThat(AnswerPattern.of("^\\d{4}-\\d{2}$").isFoundIn("due 2026-11")).isFalse();
        assertThat(AnswerPattern.of("(?i)^stra\u00dfe \\p{Lu}$").isFoundIn("STRA\u00dfE \u00c9"))
                .isTrue();
        assertThat(AnswerPattern.of("^.$").isFoundIn("\uD83D\uDE00")).isTrue();
    }

    @Test
    void takesTimeInProportionToTheText() {
        AnswerPattern pattern = AnswerPattern.of("^(a+)+$");

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThat(pattern.isFoundIn("a".repeat(100_000) + "b")).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "(?=x)", "(a)\\1", "a{2,1}"})
    void saysWhatIsNoPattern(String text) {
        assertThatThrownBy(() -> AnswerPattern.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is no regular expression of RE2")
                .hasMessageContaining("write");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{999}){999}){999}",
                "((((a{100}){100}){100}){100}",
                "(?:[a-z]{900}b){900}",
                "(\\p{L}{999}){20,}",
                "(([]a]{99}){99}){9,99}"
            })
    void refusesPatternsThatWouldFillTheMemory(String text) {
        assertThatThrownBy(() -> AnswerPattern.of(text)).hasMessageContaining("repeats too much");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
                "a{1000}b{1000}c{1000}",
                "\\(a{3}\\{9999",
                "[(]{4}[{]x{0}",
                "{5}"
            })
    void takesOnesOfUsualSize(String text) {
        assertThat(PatternSize.of(text)).isLessThan(4000);
    }
}
