package io.promptstream.benchmark.rivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.benchmark.rivals.RewardRanks.Row;
import org.junit.jupiter.api.Test;

class RewardRanksTest {
    @Test
    void correlatesRanksWhateverTheDistances() {
        // Given six prompts, of which the worst two have changed places
        double[] rewards = {-100, 1, 2, 3, 4, 1000};
        double[] accuracies = {0.2, 0.1, 0.3, 0.4, 0.5, 0.9};

        // When
        Row row = RewardRanks.row("label-margin", true, rewards, rewards, accuracies);

        // Then by Spearman's formula, 1 - 6 · 2 / (6 · 35)
        assertThat(row.seenCorrelation()).isCloseTo(1, within(1e-12));
        assertThat(row.correlation()).isCloseTo(1 - 12.0 / 210, within(1e-12));
        assertThat(row.accuracyOfBest()).isCloseTo((0.1 + 0.3 + 0.4 + 0.5 + 0.9) / 5, within(1e-12));
        assertThat(row.meanAccuracy()).isCloseTo(0.4, within(1e-12));
        assertThat(row.highestAccuracy()).isEqualTo(0.9);
    }

    @Test
    void ofRandomPromptsByEachReward() {
        try (var opinions = new Opinions()) {
            // When
            var ranks = RewardRanks.of(opinions.problem(16), "opinions", Opinions.inputs("test", 40), 3, 12, 20);

            // Then
            assertThat(ranks.rows())
                    .extracting(Row::reward, Row::calibrated)
                    .containsExactly(
                            tuple("label-margin", false),
                            tuple("log-probability", false),
                            tuple("accuracy", false),
                            tuple("label-margin", true),
                            tuple("log-probability", true),
                            tuple("accuracy", true));
            assertThat(ranks.rows())
                    .allSatisfy(row -> assertThat(row.highestAccuracy()).isBetween(0.5, 1.0));
        }
    }
}
