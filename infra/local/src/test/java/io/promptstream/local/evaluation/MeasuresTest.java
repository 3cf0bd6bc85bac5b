package io.promptstream.local.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MeasuresTest {

    private static final List<String> TWO = List.of("good", "bad");

    @Test
    void accuracyIsTheShareOfRightAnswersAndAFailureIsWrong() {
        // Given two hits of the first label, a miss of the second and a failure
        var trials = List.of(scores(0, 2, 1), scores(0, 3, 0), scores(1, 1, 0), Trial.failed(1, "MODEL_FAILURE: gone"));

        // When
        var measures = Measures.of(trials, TWO);

        // Then
        assertThat(measures.inputs()).isEqualTo(4);
        assertThat(measures.failed()).isEqualTo(1);
        assertThat(measures.failures()).containsExactly(entry("MODEL_FAILURE", new Measures.Failures(1, "gone")));
        assertThat(measures.accuracy()).isEqualTo(0.5);
        assertThat(measures.accuracyError()).isCloseTo(0.25, within(1e-12));
        assertThat(measures.accuracyByLabel()).containsExactly(entry("bad", 0.0), entry("good", 1.0));
    }

    @Test
    void calibrationTakesTheBalanceBetweenLabelsAway() {
        // Given a prompt that always prefers the second label, but less so where the first is right
        var trials = List.of(scores(0, 0, 1), scores(0, 0, 1.2), scores(1, 0, 3), scores(1, 0, 2.8));

        // When
        var measures = Measures.of(trials, TWO);

        // Then
        assertThat(measures.accuracy()).isEqualTo(0.5);
        assertThat(measures.calibratedAccuracy()).isEqualTo(1);
        assertThat(measures.auc()).isEqualTo(1);
    }

    @Test
    void aCalibratedTieIsNoHitAndAFailureIsWrongToo() {
        var trials = List.of(scores(0, 1, 1), scores(1, 1, 1), Trial.failed(0, "BUDGET_EXHAUSTED: spent"));

        assertThat(Measures.of(trials, TWO).calibratedAccuracy()).isZero();
    }

    @Test
    void aucIsTheShareOfPairsInRightOrderWithTiesCountedHalf() {
        // Given differences .1 and .4 where the first label is right, .35, .8 and .4 where the second is
        var trials =
                List.of(scores(0, 0, 0.1), scores(0, 0, 0.4), scores(1, 0, 0.35), scores(1, 0, 0.8), scores(1, 0, 0.4));

        // When / Then: of six pairs four are right, one is a tie
        assertThat(Measures.of(trials, TWO).auc()).isCloseTo(4.5 / 6, within(1e-12));
    }

    @Test
    void hasNoAucForMoreThanTwoLabelsOrASingleClass() {
        assertThat(Measures.of(List.of(scores(0, 1, 0, 0), scores(2, 0, 0, 1)), List.of("a", "b", "c"))
                        .auc())
                .isNull();
        assertThat(Measures.of(List.of(scores(0, 1, 0), scores(0, 0, 1)), TWO).auc())
                .isNull();
    }

    @Test
    void rewardAndComponentsAreMeansOfWhatWasRewarded() {
        // Given
        var trials = List.of(text(0.4, null), text(0.8, null), Trial.failed(-1, "MODEL_UNAVAILABLE: HTTP 500"));

        // When
        var measures = Measures.of(trials, List.of());

        // Then
        assertThat(measures.reward()).isCloseTo(0.6, within(1e-12));
        assertThat(measures.rewardError()).isCloseTo(0.2, within(1e-12));
        assertThat(measures.components())
                .hasEntrySatisfying("f1", f1 -> assertThat(f1).isCloseTo(0.6, within(1e-12)));
        assertThat(measures.accuracy()).isNull();
        assertThat(measures.calibratedAccuracy()).isNull();
        assertThat(measures.failed()).isEqualTo(1);
    }

    @Test
    void whereAllFailedThereIsNothingButFailures() {
        // When
        var measures =
                Measures.of(List.of(Trial.failed(0, "MODEL_FAILURE: a"), Trial.failed(1, "MODEL_FAILURE: b")), TWO);

        // Then
        assertThat(measures.failures()).containsExactly(entry("MODEL_FAILURE", new Measures.Failures(2, "a")));
        assertThat(measures.reward()).isNull();
        assertThat(measures.accuracy()).isNull();
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> Measures.of(List.of(), TWO)).hasMessageContaining("at least one input");
    }

    /** Right where the right label scores highest. */
    private static Trial scores(int label, double... logits) {
        boolean correct = Arrays.stream(logits).allMatch(logit -> logit <= logits[label])
                && Arrays.stream(logits).filter(logit -> logit == logits[label]).count() == 1;
        return new Trial(label, Arrays.stream(logits).boxed().toList(), 1.0, correct, Map.of(), null);
    }

    private static Trial text(double f1, @Nullable Boolean correct) {
        return new Trial(-1, List.of(), f1, correct, Map.of("f1", f1), null);
    }
}
