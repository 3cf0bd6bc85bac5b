package io.promptstream.policy.learning;

/**
 * Forward and backward pass of {@link AdapterWeights} over a batch of hidden states. The order of all additions is fixed
 * by the code, so equal input gives equal bits.
 */
final class Adapter {
    private Adapter() {}

    /** Activations of a forward pass, kept for the backward pass: {@code hidden[n][hiddenSize]}, {@code output[n][width]}. */
    @SuppressWarnings("ArrayRecordComponent") // private to one step
    record Activations(float[][] hidden, float[][] output) {}

    /** Runs over inputs {@code [n][width]}. */
    static Activations forward(AdapterWeights weights, float[][] inputs) {
        float[][] hidden = new float[inputs.length][];
        float[][] output = new float[inputs.length][];
        for (int n = 0; n < inputs.length; n++) {
            hidden[n] = weights.hiddenBias().clone();
            for (int i = 0; i < weights.width(); i++) {
                add(hidden[n], inputs[n][i], weights.fromInput(i));
            }
            rectify(hidden[n]);
            output[n] = weights.outputBias().clone();
            for (int j = 0; j < weights.hiddenSize(); j++) {
                if (hidden[n][j] != 0) {
                    add(output[n], hidden[n][j], weights.fromHidden(j));
                }
            }
        }
        return new Activations(hidden, output);
    }

    /**
     * Adds the gradient of the weights to {@code gradient}.
     *
     * @param outputGradient gradient of the loss with respect to the outputs, {@code [n][width]}
     */
    static void backward(
            AdapterWeights weights,
            float[][] inputs,
            Activations activations,
            float[][] outputGradient,
            AdapterWeights gradient) {
        float[] hiddenGradient = new float[weights.hiddenSize()];
        for (int n = 0; n < inputs.length; n++) {
            float[] hidden = activations.hidden()[n];
            add(gradient.outputBias(), 1, outputGradient[n]);
            for (int j = 0; j < hidden.length; j++) {
                if (hidden[j] == 0) {
                    hiddenGradient[j] = 0;
                } else {
                    hiddenGradient[j] = dot(weights.fromHidden(j), outputGradient[n]);
                    add(gradient.fromHidden(j), hidden[j], outputGradient[n]);
                }
            }
            add(gradient.hiddenBias(), 1, hiddenGradient);
            for (int i = 0; i < weights.width(); i++) {
                add(gradient.fromInput(i), inputs[n][i], hiddenGradient);
            }
        }
    }

    private static void rectify(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.max(values[i], 0f);
        }
    }

    private static void add(float[] sum, float factor, float[] row) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = Math.fma(factor, row[i], sum[i]);
        }
    }

    /** Four partial sums: a single one would wait for each addition. */
    private static float dot(float[] left, float[] right) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < left.length; i += 4) {
            a = Math.fma(left[i], right[i], a);
            b = Math.fma(left[i + 1], right[i + 1], b);
            c = Math.fma(left[i + 2], right[i + 2], c);
            d = Math.fma(left[i + 3], right[i + 3], d);
        }
        for (; i < left.length; i++) {
            a = Math.fma(left[i], right[i], a);
        }
        return (a + b) + (c + d);
    }
}
