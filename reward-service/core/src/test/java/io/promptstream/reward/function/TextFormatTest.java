package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.format.AnswerPattern;
import io.promptstream.format.AnswerSchema;
import io.promptstream.reward.Events;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The kinds of reward that hold a text against no reference. */
class TextFormatTest {

    @Test
    void aPatternIsFoundOrNot() {
        Regex regex = new Regex(AnswerPattern.of("^\\p{Lu}\\w* \u2212?\\d+ \u20ac$"));

        // Then
        assertThat(scored(regex, "\n Total \u221212 \u20ac ").value()).isEqualTo(100);
        assertThat(scored(regex, "Total \u221212 \u20ac").correct()).isTrue();
        assertThat(scored(regex, "Total 12 \u20ac").components()).containsEntry("match", 1.0);
        assertThat(scored(regex, "total 12 \u20ac").value()).isZero();
        assertThat(scored(regex, "total 12 \u20ac").correct()).isFalse();
        assertThat(scored(regex, "").components()).containsEntry("match", 0.0);
        assertThat(scored(regex, "Total 12 \u20ac").reference()).isNull();
    }

    @Test
    void aSchemaAllowsTheTextOrItIsNotEvenJson() {
        JsonSchema schema = new JsonSchema(AnswerSchema.of("""
                {"type": "object", "required": ["stadt"], "properties": {"stadt": {"enum": ["K\u00f6ln"]}}}"""));

        // Then
        assertThat(scored(schema, "{\"stadt\": \"K\u00f6ln\"}").value()).isEqualTo(100);
        assertThat(scored(schema, "{\"stadt\": \"K\u00f6ln\"}").components())
                .containsEntry("parsed", 1.0)
                .containsEntry("valid", 1.0)
                .containsEntry("scale", 100.0);
        assertThat(scored(schema, "{\"stadt\": \"Bonn\"}").value()).isZero();
        assertThat(scored(schema, "{\"stadt\": \"Bonn\"}").components())
                .containsEntry("parsed", 1.0)
                .containsEntry("valid", 0.0);
        assertThat(scored(schema, "K\u00f6ln").components()).containsEntry("parsed", 0.0);
        assertThat(scored(schema, "K\u00f6ln").correct()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0",
        "one, 50",
        "one two, 100",
        "'one, two: three four!', 100",
        "one two three four five, 75",
        "one two three four five six seven eight, 0",
        "one two three four five six seven eight nine, 0",
        "\u6211\u559c\u6b22\u5317\u4eac, 100"
    })
    void aLengthFallsOffLinearlyOutsideItsBounds(String text, double reward) {
        assertThat(scored(new Length(2, 4), text).value()).isEqualTo(reward, within(1e-9));
    }

    @Test
    void aLengthMayHaveOneBoundOnly() {
        assertThat(scored(new Length(0, 2), "").value()).isEqualTo(100);
        assertThat(scored(new Length(2, Integer.MAX_VALUE), "a ".repeat(10_000)).value())
                .isEqualTo(100);
        assertThat(scored(new Length(1, 2), "a b c").components()).containsEntry("words", 3.0);
        assertThat(scored(new Length(1, 2), "a").correct()).isNull();
        assertThatThrownBy(() -> new Length(3, 2)).hasMessageContaining("maxWords");
    }

    private static Scoring.Scored scored(RewardFunction function, String text) {
        return (Scoring.Scored) function.score(Events.text("q", text), Evidence.NONE);
    }
}
