package io.promptstream.policy.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RewardRegressionTest {
    private static final double[][] WORDS = {{1, 0}, {0, 1}, {-1, 0.5}, {0.3, -0.8}};

    private final RewardRegression regression = RewardRegression.initial(2, 2);

    /** With one prompt only the sum of what it has in common is known: prior variance k v, so the mean is r k v / (k v + noise). */
    @Test
    void shrinksTheFirstObservationAsNormalPriorsDo() {
        // Given a prompt of one word whose features have length 1: constant, length and word, each of variance 0.3
        double[][] prompt = {WORDS[0]};

        // When
        regression.observe(prompt, 2, 1);

        // Then
        assertThat(regression.expected(prompt)).isCloseTo(2 * 0.9 / 1.9, within(1e-12));
        assertThat(regression.promise(0, WORDS[0], 0)).isCloseTo(2 * 0.3 / 1.9, within(1e-12));
        assertThat(regression.promise(0, WORDS[0], 1) - regression.promise(0, WORDS[0], 0))
                .isCloseTo(Math.sqrt(0.3 - 0.3 * 0.3 / 1.9), within(1e-12));
    }

    @Test
    void findsTheWeightsThatRewardsWereMadeOf() {
        // Given rewards that the last word's first and the first word's second feature make up
        Random random = new Random(1);

        // When
        for (int n = 0; n < 4000; n++) {
            double[][] prompt = {WORDS[random.nextInt(4)], WORDS[random.nextInt(4)]};
            regression.observe(prompt, 3 * prompt[0][0] - 2 * prompt[1][1] + random.nextGaussian(), 1);
        }

        // Then
        double[][] best = {WORDS[0], WORDS[3]};
        assertThat(regression.expected(best)).isCloseTo(3 * 1 - 2 * -0.8, within(0.15));
        assertThat(regression.promise(1, WORDS[1], 0)).isCloseTo(-2, within(0.25));
    }

    @Test
    void theOrderOfObservationsDoesNotMatterButForRounding() {
        // Given
        RewardRegression other = RewardRegression.initial(2, 2);
        double[][] first = {WORDS[1]};
        double[][] second = {WORDS[2], WORDS[3]};

        // When
        regression.observe(first, 1, 1);
        regression.observe(second, -2, 3);
        other.observe(second, -2, 3);
        other.observe(first, 1, 1);

        // Then
        assertThat(regression.expected(first)).isCloseTo(other.expected(first), within(1e-12));
        assertThat(regression.promise(1, WORDS[0], 2)).isCloseTo(other.promise(1, WORDS[0], 2), within(1e-12));
    }

    @Test
    void continuesFromItsBytesBitForBit() throws IOException {
        // Given
        double[][] prompt = {WORDS[2], WORDS[0]};
        regression.observe(prompt, 0.7, 1);

        // When
        RewardRegression read = RewardRegression.read(
                new DataInputStream(new ByteArrayInputStream(bytes(regression))),
                /* longest= */ 2,
                /* components= */ 2);
        regression.observe(prompt, -0.1, 1);
        read.observe(prompt, -0.1, 1);

        // Then
        assertThat(bytes(read)).isEqualTo(bytes(regression));
    }

    private static byte[] bytes(RewardRegression regression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        regression.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }
}
