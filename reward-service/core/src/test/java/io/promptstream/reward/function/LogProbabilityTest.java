package io.promptstream.reward.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import org.junit.jupiter.api.Test;

class LogProbabilityTest {
    private final LogProbability function = new LogProbability(10, -6);

    @Test
    void rewardsTheLogarithmOfTheReferencesProbability() {
        // Given softmax probabilities of 0.75 and 0.25
        TaskOutput output = Events.output("q", Math.log(3), 0);

        // When
        Scoring.Scored right = scored(output, "yes");
        Scoring.Scored wrong = scored(output, "no");

        // Then
        assertThat(right.value()).isEqualTo(10 * Math.log(0.75), within(1e-9));
        assertThat(right.correct()).isTrue();
        assertThat(right.components().get("probability")).isEqualTo(0.75, within(1e-12));
        assertThat(right.components()).containsEntry("scale", 10.0);
        assertThat(wrong.value()).isEqualTo(10 * Math.log(0.25), within(1e-9));
        assertThat(wrong.correct()).isFalse();
        assertThat(wrong.components().get("probability")).isEqualTo(0.25, within(1e-12));
    }

    @Test
    void costsNoMoreThanTheFloor() {
        assertThat(scored(Events.output("q", 5000, -5000), "no").value()).isEqualTo(-60);
        assertThat(scored(Events.output("q", 5000, -5000), "yes").value()).isZero();
    }

    @Test
    void countsATieAsNotCorrect() {
        assertThat(scored(Events.output("q", 1, 1), "yes").correct()).isFalse();
    }

    @Test
    void waitsForALabelOfTheTask() {
        assertThat(function.score(Events.output("q", 1, 0), Evidence.NONE)).isEqualTo(new Scoring.Unreferenced());
        assertThat(function.score(Events.output("q", 1, 0), new Evidence("perhaps", null)))
                .isInstanceOf(Scoring.UnusableReference.class);
        assertThat(function.objection("perhaps", Events.task())).isPresent();
        assertThat(function.objection("yes", Events.task())).isEmpty();
        assertThat(function.objectionReason()).isEqualTo(ScoringNoteReason.UNKNOWN_LABEL);
    }

    @Test
    void refusesAFloorThatIsNone() {
        assertThatThrownBy(() -> new LogProbability(1, 0)).hasMessageContaining("below 0");
    }

    private Scoring.Scored scored(TaskOutput output, String reference) {
        return (Scoring.Scored) function.score(output, new Evidence(reference, null));
    }
}
