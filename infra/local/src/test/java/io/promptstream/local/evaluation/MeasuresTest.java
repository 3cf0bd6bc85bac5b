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
        assertThat(measures.accuracyByLabel()).containsExactly(entry("good", 1.0), entry("bad", 0.0));
        assertThat(measures.inputsByLabel()).containsExactly(entry("good", 2L), entry("bad", 2L));
        assertThat(measures.macroAccuracy()).isEqualTo(0.5);
    }

    @Test
    void macroAccuracyCountsEveryClassAlikeHoweverRare() {
        // Given a prompt that always answers with the frequent class
        var trials = List.of(scores(0, 1, 0), scores(0, 2, 0), scores(0, 3, 0), scores(1, 1, 0));

        // When
        var measures = Measures.of(trials, TWO);

        // Then
        assertThat(measures.accuracy()).isEqualTo(0.75);
        assertThat(measures.macroAccuracy()).isEqualTo(0.5);
    }

    @Test
    void aLabelOfWhichAllFailedIsWrongAndOneWithoutInputsIsNotThere() {
        // Given
        var trials = List.of(scores(0, 1, 0, 0), Trial.failed(1, "MODEL_FAILURE: gone"));

        // When
        var measures = Measures.of(trials, List.of("a", "b", "c"));

        // Then
        assertThat(measures.accuracyByLabel()).containsExactly(entry("a", 1.0), entry("b", 0.0));
        assertThat(measures.macroAccuracy()).isEqualTo(0.5);
    }

    @Test
    void confidenceIsTheProbabilityOfTheAnswerAndItsErrorHowFarItIsFromAccuracy() {
        // Given four answers with a probability of 0.75 each, of which two are right, and one failure
        double odds = Math.log(3);
        var trials = List.of(
                scores(0, odds, 0),
                scores(0, 5 + odds, 5),
                scores(1, odds, 0),
                scores(1, odds, 0),
                Trial.failed(0, "MODEL_FAILURE: gone"));

        // When
        var measures = Measures.of(trials, TWO);

        // Then
        assertThat(measures.confidence()).isCloseTo(0.75, within(1e-12));
        assertThat(measures.calibrationError()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void confidenceThatIsTooLowHereAndTooHighThereIsNoComfort() {
        // Given a half that is always right with 0.75 and a half that is always wrong with 0.95: in all 0.85 against
        // 0.5
        double sure = Math.log(19);
        var trials = List.of(scores(0, Math.log(3), 0), scores(1, sure, 0));

        // When / Then a quarter too low on one half, 0.95 too high on the other
        assertThat(Measures.of(trials, TWO).calibrationError()).isCloseTo((0.25 + 0.95) / 2, within(1e-12));
    }

    @Test
    void theIntervalOfAShareIsWilsonsAndNeverEmpty() {
        // Then, as statsmodels' proportion_confint(5, 10, method="wilson") and (10, 10) have it
        assertThat(Interval.ofShare(0.5, 10).low()).isCloseTo(0.236593, within(1e-6));
        assertThat(Interval.ofShare(0.5, 10).high()).isCloseTo(0.763407, within(1e-6));
        assertThat(Interval.ofShare(1, 10).low()).isCloseTo(0.722467, within(1e-6));
        assertThat(Interval.ofShare(1, 10).high()).isCloseTo(1, within(1e-12));
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
