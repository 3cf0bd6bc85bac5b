package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.LabelScore;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelMarginTest {
    private final LabelMargin function = new LabelMargin(200, 180);

    @Test
    void rewardsTheMarginOfAnAnswerThatIsRight() {
        // Given softmax probabilities of 0.75 and 0.25
        TaskOutput output = Events.output("q", Math.log(3), 0);

        // When
        Scoring.Scored scored = scored(output, "yes");

        // Then
        assertThat(scored.value()).isEqualTo(100, within(1e-9));
        assertThat(scored.correct()).isTrue();
        assertThat(scored.components().get("probability")).isEqualTo(0.75, within(1e-12));
        assertThat(scored.components().get("margin")).isEqualTo(0.5, within(1e-12));
        assertThat(scored.components()).containsEntry("scale", 200.0);
    }

    @Test
    void weighsTheMarginOfAWrongAnswerLess() {
        // Given
        TaskOutput output = Events.output("q", Math.log(3), 0);

        // When
        Scoring.Scored scored = scored(output, "no");

        // Then
        assertThat(scored.value()).isEqualTo(-90, within(1e-9));
        assertThat(scored.correct()).isFalse();
        assertThat(scored.components()).containsEntry("scale", 180.0);
    }

    @Test
    void countsATieAsNotCorrect() {
        // When
        Scoring.Scored scored = scored(Events.output("q", 1, 1), "yes");

        // Then
        assertThat(scored.value()).isZero();
        assertThat(scored.correct()).isFalse();
    }

    @Test
    void comparesWithTheBestOfTheOtherLabels() {
        // Given probabilities of 0.2, 0.5 and 0.3
        TaskOutput output = TaskOutput.newBuilder(Events.output("q", 0, 0))
                .setScores(List.of(
                        new LabelScore("a", Math.log(2), 0.2),
                        new LabelScore("b", Math.log(5), 0.5),
                        new LabelScore("c", Math.log(3), 0.3)))
                .build();

        // Then
        assertThat(scored(output, "b").value()).isEqualTo(200 * 0.2, within(1e-9));
        assertThat(scored(output, "c").value()).isEqualTo(180 * -0.2, within(1e-9));
    }

    @Test
    void staysFiniteForLargeLogits() {
        // When
        Scoring.Scored scored = scored(Events.output("q", 5000, -5000), "yes");

        // Then
        assertThat(scored.value()).isEqualTo(200, within(1e-9));
    }

    @Test
    void waitsForTheReference() {
        assertThat(function.score(Events.output("q", 1, 0), Evidence.NONE)).isEqualTo(new Scoring.Unreferenced());
    }

    @Test
    void saysWhichReferencesArePossible() {
        // When
        Scoring scoring = function.score(Events.output("q", 1, 0), new Evidence("perhaps", null));

        // Then
        assertThat(scoring)
                .isEqualTo(new Scoring.UnusableReference(
                        "the reference \"perhaps\" is no label of the task; write one of yes, no"));
    }

    @Test
    void takesALabelInAnyOfItsForms() {
        // Given
        TaskOutput output = TaskOutput.newBuilder(Events.output("q", 0, 0))
                .setScores(List.of(new LabelScore("caf\u00e9", 2.0, 0.9), new LabelScore("bar", 0.0, 0.1)))
                .build();

        // When
        Scoring.Scored scored = scored(output, " cafe\u0301\n");

        // Then
        assertThat(scored.correct()).isTrue();
        assertThat(scored.reference()).isEqualTo("caf\u00e9");
    }

    @Test
    void refusesALogitThatIsNoNumber() {
        // When
        Scoring scoring = function.score(Events.output("q", Double.NaN, 0), new Evidence("yes", null));

        // Then
        assertThat(scoring).isEqualTo(new Scoring.Unscorable("the logit of label \"yes\" is NaN, not a finite number"));
    }

    @Test
    void refusesAScaleOfZero() {
        assertThatThrownBy(() -> new LabelMargin(0, 180)).hasMessageContaining("write numbers above 0");
    }

    private Scoring.Scored scored(TaskOutput output, String reference) {
        return (Scoring.Scored) function.score(output, new Evidence(reference, null));
    }
}
