package io.promptstream.languagemodel.training.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ClassificationTest {

    @Test
    void calibrationTakesAPreferenceForOneLabelOff() {
        // Given scores that are right but for a constant
        float[][] scores = {{5, 1}, {5, 2}, {5, 3}, {5, 4}};
        int[] labels = {0, 0, 1, 1};

        // When
        Classification result = Classification.of(scores, labels);

        // Then
        assertThat(result.accuracy()).isEqualTo(0.5);
        assertThat(result.calibratedAccuracy()).isEqualTo(1);
        assertThat(result.auc()).hasValue(1);
    }

    @Test
    void aucCountsPairsAndHalvesTies() {
        // Given differences -1, 0 for label 0 and 0, 2 for label 1: of four pairs three are right and one is tied
        float[][] scores = {{1, 0}, {0, 0}, {0, 0}, {0, 2}};

        // When
        Classification result = Classification.of(scores, new int[] {0, 0, 1, 1});

        // Then
        assertThat(result.auc().orElseThrow()).isCloseTo(0.875, within(1e-12));
    }

    @Test
    void thereIsNoAucForThreeLabels() {
        assertThat(Classification.of(new float[][] {{0, 1, 2}}, new int[] {2}).auc())
                .isEmpty();
    }
}
