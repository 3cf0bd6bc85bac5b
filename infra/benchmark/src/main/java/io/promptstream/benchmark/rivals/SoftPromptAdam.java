package io.promptstream.benchmark.rivals;

import java.util.Arrays;

/** Adam (Kingma and Ba 2015) with its usual settings, over the embeddings of a prompt. */
final class SoftPromptAdam {
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final double rate;
    private final float[][] prompt;
    private final double[][] first;
    private final double[][] second;
    private int steps;

    /** @param start {@code [length][width]}, stays as it is */
    SoftPromptAdam(float[][] start, double rate) {
        this.rate = rate;
        this.prompt = copy(start);
        this.first = new double[start.length][start[0].length];
        this.second = new double[start.length][start[0].length];
    }

    /** As it is now, the caller's own. */
    float[][] prompt() {
        return copy(prompt);
    }

    /** Goes down a gradient. */
    void step(float[][] gradient) {
        steps++;
        double correction1 = 1 - Math.pow(BETA1, steps);
        double correction2 = 1 - Math.pow(BETA2, steps);
        for (int row = 0; row < prompt.length; row++) {
            for (int i = 0; i < prompt[row].length; i++) {
                double g = gradient[row][i];
                first[row][i] = BETA1 * first[row][i] + (1 - BETA1) * g;
                second[row][i] = BETA2 * second[row][i] + (1 - BETA2) * g * g;
                double root = Math.sqrt(second[row][i] / correction2);
                prompt[row][i] -= (float) (rate * first[row][i] / correction1 / (root + EPSILON));
            }
        }
    }

    private static float[][] copy(float[][] rows) {
        return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
    }
}
