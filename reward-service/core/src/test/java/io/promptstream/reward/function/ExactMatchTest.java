package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.reward.Events;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactMatchTest {

    @ParameterizedTest
    @CsvSource({
        "' New   York\n', new york",
        "cafe\u0301, CAF\u00c9",
        "stra\u00dfe, STRASSE",
        "\uff21\uff22 \uff11, ab 1",
        "\u6771\u4eac\u3000\u90fd, \u6771\u4eac \u90fd",
        "a\u00a0b, a b",
        "ye\u200bs\ufeff, yes",
        "\uac00, \u1100\u1161",
        "\u03a3\u03af\u03c3\u03c5\u03c6\u03bf\u03c2, \u03c3\u03af\u03c3\u03c5\u03c6\u03bf\u03c3"
    })
    void whatReadsTheSameIsTheSame(String answer, String reference) {
        // When
        Scoring.Scored scored = scored(answer, reference);

        // Then
        assertThat(scored.value()).isEqualTo(100);
        assertThat(scored.correct()).isTrue();
        assertThat(scored.reference()).isEqualTo(reference);
        assertThat(scored.components()).containsEntry("match", 1.0).containsEntry("scale", 100.0);
    }

    @ParameterizedTest
    @CsvSource({
        "C, C#",
        "C++, C",
        "5, -5",
        "3.14, 314",
        "cafe, caf\u00e9",
        "yes., yes",
        "new york, newyork",
        "'', yes",
        "\u0e44\u0e21\u0e48, \u0e44\u0e21",
        "\uD83D\uDC4D\uD83C\uDFFD, \uD83D\uDC4D"
    })
    void whatReadsOtherwiseIsNot(String answer, String reference) {
        assertThat(scored(answer, reference).value()).isZero();
        assertThat(scored(answer, reference).correct()).isFalse();
    }

    @Test
    void waitsForAReferenceThatHoldsSomething() {
        ExactMatch function = new ExactMatch();

        assertThat(function.score(Events.text("q", ""), Evidence.NONE)).isEqualTo(new Scoring.Unreferenced());
        assertThat(function.score(Events.text("q", ""), new Evidence(" \u3000\u200b", null)))
                .isInstanceOf(Scoring.UnusableReference.class);
        assertThat(function.objection(" ", Events.task())).isPresent();
        assertThat(function.objection("!", Events.task())).isEmpty();
    }

    private static Scoring.Scored scored(String answer, String reference) {
        return (Scoring.Scored) new ExactMatch().score(Events.text("q", answer), new Evidence(reference, null));
    }
}
