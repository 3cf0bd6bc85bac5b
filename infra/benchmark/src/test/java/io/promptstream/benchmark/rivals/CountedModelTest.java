package io.promptstream.benchmark.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.local.evaluation.CoreTrials.Attempt;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CountedModelTest {
    private final Opinions opinions = new Opinions();

    @AfterEach
    void close() {
        opinions.close();
    }

    @Test
    void countsAnAnswerThatWasGivenBeforeAsACall() {
        // Given
        var model = opinions.counted(5);
        var attempt = new Attempt(Opinions.input("fine", "positive"), "good");

        // When
        model.trials(List.of(attempt, attempt));
        model.trials(List.of(attempt));

        // Then
        assertThat(model.calls()).isEqualTo(3);
        assertThat(model.left()).isEqualTo(2);
        assertThat(opinions.model.sequences()).isEqualTo(1);
        assertThat(model.meanReward())
                .isCloseTo(CountedModel.reward(model.trials(List.of(attempt)).getFirst()), within(1e-9));
    }

    @Test
    void calibratedAnswersFavourNoLabel() {
        // Given inputs of which half are negative, and say nothing or so
        var inputs = Opinions.inputs("train", 8);

        // When every answer is "good" without calibration
        var plain = opinions.counted(100).measure("good good", inputs);
        var calibrated = opinions.calibrated(100).measure("good good", inputs);

        // Then
        assertThat(plain.accuracy()).isEqualTo(0.5);
        assertThat(calibrated.accuracy()).isGreaterThan(0.5);
    }

    @Test
    void promptsAreJudgedByAllInputsAndCalledWithTheNewOnes() {
        // Given
        var inputs = Opinions.inputs("train", 8);
        var model = opinions.calibrated(100);
        model.judged(List.of("good", "bad"), inputs.subList(0, 4), 0);

        // When
        var judged = model.judged(List.of("good", "bad"), inputs, 4);

        // Then
        assertThat(model.calls()).isEqualTo(16);
        var own = model.shift("good", inputs);
        var usual = model.shift("bad", inputs);
        assertThat(judged.getFirst().shift().getFirst())
                .as("eight inputs of its own, and what is usual as four")
                .isCloseTo((8 * own.getFirst() + 4 * (own.getFirst() + usual.getFirst()) / 2) / 12, within(1e-5f));
        var uncalibrated = opinions.counted(16).judged(List.of("good", "bad"), inputs, 0);
        assertThat(uncalibrated.getFirst().shift()).isEmpty();
        assertThat(uncalibrated.getFirst().reward())
                .isCloseTo(opinions.counted(8).measure("good", inputs).reward(), within(1e-9));
    }

    @Test
    void makesNoMoreCallsThanThereAre() {
        // Given
        var model = opinions.counted(5);

        // When
        model.count(4, 0);

        // Then
        assertThatIllegalStateException()
                .isThrownBy(() -> model.measure("good", Opinions.inputs("train", 2)))
                .withMessageContaining("2 calls are too many after 4 of 5");
        assertThat(model.left()).isEqualTo(1);
    }
}
