package io.promptstream.policy.evaluation;

import static io.promptstream.policy.evaluation.LoggedParts.drawn;
import static io.promptstream.policy.evaluation.LoggedParts.prompt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RewardModelTest {
    /** What the sum of token effects alone misses is more, and what easy rounds would add far more. */
    private static final double TOLERANCE = 1.5;

    @Test
    void tellsTokensAndPromptsApartFromEasyRounds() {
        // Given rewards of two tokens, of one pair of them, and of rounds that are far easier or harder than that
        Random random = new Random(1);
        RewardModel model = new RewardModel();

        // When
        for (int round = 0; round < 500; round++) {
            double easiness = 100 * random.nextGaussian();
            List<LoggedPrompt> prompts = new ArrayList<>();
            for (int n = 0; n < 8; n++) {
                int first = random.nextInt(3);
                int second = random.nextInt(3);
                prompts.add(drawn(prompt(first, second), 1.0 / 9, mean(first, second) + easiness));
            }
            model.observe(new LoggedRound(prompts, List.of()));
            // As an evaluator does, whenever the number of rounds has doubled
            if (round + 1 >= 8 && Integer.bitCount(round + 1) == 1) {
                model.refit();
            }
        }
        double before = model.predict(prompt(2, 2));
        model.refit();

        // Then
        for (int first = 0; first < 3; first++) {
            for (int second = 0; second < 3; second++) {
                assertThat(model.predict(prompt(first, second)) - model.predict(prompt(0, 0)))
                        .as("prompt %d %d", first, second)
                        .isCloseTo(mean(first, second), within(TOLERANCE));
            }
        }
        assertThat(model.predict(prompt(2, 2))).isNotEqualTo(before);
    }

    private static double mean(int first, int second) {
        return 10 * first + 4 * second + (first == 2 && second == 2 ? 6 : 0);
    }
}
