package io.promptstream.languagemodel.training.optimisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.promptstream.languagemodel.network.Activation;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AdamWTest {

    private final ParameterLayout layout =
            new ParameterLayout(new Gpt2Configuration(4, 4, 2, 1, 1, 1e-5, Activation.GELU_NEW, 3));
    private final AdamW adam = new AdamW(layout, 0.1, new float[layout.size()], new float[layout.size()]);

    @Test
    void followsTheFormulaForTwoSteps() {
        // Given a parameter without weight decay
        int bias = layout.entry("ln_f.bias").offset();
        float[] weights = new float[layout.size()];
        float[] gradient = new float[layout.size()];
        weights[bias] = 1f;

        // When
        gradient[bias] = 0.5f;
        adam.update(weights, gradient, 0.01, 0);
        gradient[bias] = -0.25f;
        adam.update(weights, gradient, 0.01, 1);

        // Then mean = 0.9 * 0.05 - 0.025 and variance = 0.95 * 0.0125 + 0.003125, each over 1 - beta^2
        double first = 1 - 0.01;
        double second = first - 0.01 * (0.02 / 0.19) / Math.sqrt(0.015 / 0.0975);
        assertThat(weights[bias]).isCloseTo((float) second, within(1e-6f));
    }

    @Test
    void onlyMatricesDecay() {
        // Given
        float[] weights = new float[layout.size()];
        Arrays.fill(weights, 1f);

        // When
        adam.update(weights, new float[layout.size()], 0.5, 0);

        // Then
        for (ParameterLayout.Entry entry : layout.entries()) {
            boolean matrix = !entry.name().endsWith(".bias") && !entry.name().contains("ln_");
            assertThat(weights[entry.offset()]).as(entry.name()).isCloseTo(matrix ? 0.95f : 1f, within(1e-6f));
        }
    }

    @Test
    void clippingKeepsTheDirection() {
        // Given
        float[] gradient = {3f, 4f};

        // When
        Trainer.clip(gradient, 1);

        // Then
        assertThat(gradient).containsExactly(0.6f, 0.8f);
    }
}
