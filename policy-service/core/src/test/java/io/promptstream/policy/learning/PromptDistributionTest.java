package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PromptDistributionTest {
    private static final int[][] PROMPTS = {
        {0}, {1}, {2}, {0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {2, 0}, {2, 1}, {2, 2}
    };

    private final PromptDistribution distribution = PromptDistribution.of(
            new double[] {0.5, -0.5}, new double[][] {{1, 0, -1}, {0, 2, 0}}, new double[][] {{1, 1, -1}, {0, 0, 0}});

    @Test
    void probabilitiesOfAllPromptsAddUpToOne() {
        double sum = 0;
        for (int[] prompt : PROMPTS) {
            sum += Math.exp(distribution.logProbability(prompt));
        }
        assertThat(sum).isCloseTo(1, within(1e-12));
    }

    @Test
    void everyLengthAndEveryWordIsEquallyProbableWhereNothingIsPromised() {
        // Given
        PromptDistribution uniform = PromptDistribution.of(new double[2], new double[2][3], new double[2][3]);

        // Then
        assertThat(uniform.logProbability(new int[] {1})).isCloseTo(Math.log(1.0 / 2 / 3), within(1e-12));
        assertThat(uniform.logProbability(new int[] {1, 2})).isCloseTo(Math.log(1.0 / 2 / 9), within(1e-12));
    }

    @Test
    void drawsAsOftenAsItSays() {
        // When
        SplitMix random = new SplitMix(7);
        Map<String, Integer> counts = new HashMap<>();
        int draws = 200_000;
        for (int n = 0; n < draws; n++) {
            counts.merge(Arrays.toString(distribution.draw(random)), 1, Integer::sum);
        }

        // Then within five standard errors
        for (int[] prompt : PROMPTS) {
            double p = Math.exp(distribution.logProbability(prompt));
            double seen = counts.getOrDefault(Arrays.toString(prompt), 0) / (double) draws;
            assertThat(seen).isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / draws)));
        }
    }
}
