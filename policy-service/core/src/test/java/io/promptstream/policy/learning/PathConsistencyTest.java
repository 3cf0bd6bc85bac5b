package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PathConsistencyTest {

    @Test
    void lossOfTwoTokensEqualsTheSumByHand() {
        // Given
        double[] advantages = {-1.0, -2.0};
        double[] targetValues = {0.5, 1.5};
        double reward = 3.0;
        double[] gradient = new double[2];

        // When
        double loss = PathConsistency.loss(advantages, targetValues, reward, gradient);

        // Then
        // single step: -1 - (1.5 - 0.5) = -2;  -2 - (3 - 1.5) = -3.5
        // multi step:  -3 - (3 - 0.5) = -5.5;  -2 - (3 - 1.5) = -3.5
        assertThat(loss).isCloseTo((4 + 12.25 + 30.25 + 12.25) / 2, within(1e-12));
        assertThat(gradient[0]).isCloseTo(-2 - 5.5, within(1e-12));
        assertThat(gradient[1]).isCloseTo(-3.5 - 5.5 - 3.5, within(1e-12));
    }

    @Test
    void vanishesWhereThePathIsConsistent() {
        // Given
        double[] targetValues = {2.0, 1.0, 4.0};
        double[] advantages = {-1.0, 3.0, -1.5};
        double reward = 2.5;

        // When
        double loss = PathConsistency.loss(advantages, targetValues, reward, new double[3]);

        // Then
        assertThat(loss).isZero();
    }

    @Test
    void gradientEqualsFiniteDifferences() {
        // Given
        double[] advantages = {-0.7, 0.2, -1.3, 0.4};
        double[] targetValues = {0.1, -0.8, 2.0, 1.1};
        double[] gradient = new double[4];
        PathConsistency.loss(advantages, targetValues, -1.7, gradient);

        for (int t = 0; t < 4; t++) {
            // When
            double[] above = advantages.clone();
            double[] below = advantages.clone();
            above[t] += 1e-5;
            below[t] -= 1e-5;
            double slope = (PathConsistency.loss(above, targetValues, -1.7, new double[4])
                            - PathConsistency.loss(below, targetValues, -1.7, new double[4]))
                    / 2e-5;

            // Then
            assertThat(gradient[t]).isCloseTo(slope, within(1e-8));
        }
    }
}
