package io.promptstream.local.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuresTest {

    private static final MarginReward REWARD = new MarginReward(200, 180);

    @Test
    void countsHitsAndTakesATieForNone() {
        // Given two hits, one miss and one tie
        var scores = List.of(scores(0, 2, 1), scores(1, 0, 3), scores(0, 0, 1), scores(1, 1, 1));

        // When
        var measures = Measures.of(scores, REWARD);

        // Then
        assertThat(measures.inputs()).isEqualTo(4);
        assertThat(measures.accuracy()).isEqualTo(0.5);
        assertThat(measures.accuracyError()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void calibrationTakesTheBalanceBetweenLabelsAway() {
        // Given a prompt that always prefers the second label, but less so where the first is right
        var scores = List.of(scores(0, 0, 1), scores(0, 0, 1.2), scores(1, 0, 3), scores(1, 0, 2.8));

        // When
        var measures = Measures.of(scores, REWARD);

        // Then
        assertThat(measures.accuracy()).isEqualTo(0.5);
        assertThat(measures.calibratedAccuracy()).isEqualTo(1);
        assertThat(measures.auc()).isEqualTo(1);
    }

    @Test
    void aucIsTheShareOfPairsInRightOrderWithTiesCountedHalf() {
        // Given differences .1 and .4 where the first label is right, .35, .8 and .4 where the second is
        var scores =
                List.of(scores(0, 0, 0.1), scores(0, 0, 0.4), scores(1, 0, 0.35), scores(1, 0, 0.8), scores(1, 0, 0.4));

        // When / Then: of six pairs four are right, one is a tie
        assertThat(Measures.of(scores, REWARD).auc()).isCloseTo(4.5 / 6, within(1e-12));
    }

    @Test
    void hasNoAucForMoreThanTwoLabelsOrASingleClass() {
        assertThat(Measures.of(List.of(scores(0, 1, 0, 0), scores(2, 0, 0, 1)), REWARD)
                        .auc())
                .isNull();
        assertThat(Measures.of(List.of(scores(0, 1, 0), scores(0, 0, 1)), REWARD)
                        .auc())
                .isNull();
    }

    @Test
    void rewardIsTheScaledMarginOfTheRightLabel() {
        // Given p = (3/4, 1/4)
        double ln3 = Math.log(3);

        // When
        var measures = Measures.of(List.of(scores(0, ln3, 0), scores(1, ln3, 0)), REWARD);

        // Then 200 x .5 and 180 x -.5
        assertThat(measures.reward()).isCloseTo((100 - 90) / 2.0, within(1e-9));
        assertThat(measures.rewardError()).isCloseTo(95, within(1e-9));
    }

    @Test
    void namesWhatIsMissing() {
        assertThatThrownBy(() -> Measures.of(List.of(), REWARD)).hasMessageContaining("at least one labelled input");
        assertThatThrownBy(() -> scores(2, 1, 0)).hasMessageContaining("0 to 1");
    }

    private static LabelScores scores(int reference, double... logits) {
        return new LabelScores(reference, Arrays.stream(logits).boxed().toList());
    }
}
