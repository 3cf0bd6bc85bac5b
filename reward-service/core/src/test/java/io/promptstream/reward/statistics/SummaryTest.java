package io.promptstream.reward.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.reward.Events;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SummaryTest {

    @Test
    void agreesWithTheDefinitionsOfMeanAndDeviation() {
        // Given
        double[] values = {3, -1, 4, 1, -5, 9, 2};
        Summary left = Summary.EMPTY;
        Summary right = Summary.EMPTY;

        // When
        for (int i = 0; i < values.length; i++) {
            Summary one = one(values[i]);
            left = i < 3 ? left.plus(one) : left;
            right = i < 3 ? right : right.plus(one);
        }
        Summary all = left.plus(right);

        // Then
        double mean = 13.0 / 7;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        assertThat(all.count()).isEqualTo(7);
        assertThat(all.mean()).isEqualTo(mean, within(1e-12));
        assertThat(all.standardDeviation()).isEqualTo(Math.sqrt(squares / 7), within(1e-12));
        assertThat(all.judged()).isEqualTo(7);
        assertThat(all.correct()).isEqualTo(5);
        assertThat(all.promptTokens()).isEqualTo(49);
        assertThat(all.completionTokens()).isEqualTo(7);
    }

    @Test
    void countsFailuresApart() {
        // When
        Summary summary = one(null).plus(one(2.0));

        // Then
        assertThat(summary.count()).isEqualTo(1);
        assertThat(summary.failed()).isEqualTo(1);
        assertThat(summary.mean()).isEqualTo(2);
    }

    @Test
    void isReadAsItWasWritten() {
        // Given
        Summary summary = one(2.0).plus(one(5.5)).plus(one(null));

        // Then
        assertThat(Summary.read(summary.toBytes())).isEqualTo(summary);
    }

    @Test
    void showsNoFiguresOfNothing() {
        // When
        RewardFigures figures = RewardFigures.of(one(null));

        // Then
        assertThat(figures.meanReward()).isNull();
        assertThat(figures.standardDeviation()).isNull();
        assertThat(figures.accuracy()).isNull();
        assertThat(figures.failed()).isEqualTo(1);
    }

    private static Summary one(@Nullable Double value) {
        return Summary.of(Events.reward("q", Events.explore(new UUID(1, 1), 1, 1, 0, 0), value));
    }
}
