package io.promptstream.languagemodel.training;

import java.util.Arrays;
import java.util.List;

/**
 * Sequences of one length for one forward pass, row-major.
 *
 * @param rows sequences
 * @param length tokens of a sequence, padding included
 * @param inputs {@code rows * length} tokens
 * @param targets the token after each input token
 * @param weights of each target in the loss; 0 where padded
 */
record Batch(int rows, int length, int[] inputs, int[] targets, float[] weights) {

    /** Pads {@code examples} on the right with {@code padding}; its targets have no weight. */
    static Batch of(List<Example> examples, int padding, double labelWordWeight) {
        int longest = examples.stream().mapToInt(e -> e.ids().length).max().orElseThrow();
        int length = longest - 1;
        int[] inputs = new int[examples.size() * length];
        int[] targets = new int[inputs.length];
        float[] weights = new float[inputs.length];
        Arrays.fill(inputs, padding);
        for (int row = 0; row < examples.size(); row++) {
            int[] ids = examples.get(row).ids();
            int start = row * length;
            for (int i = 0; i + 1 < ids.length; i++) {
                inputs[start + i] = ids[i];
                targets[start + i] = ids[i + 1];
                weights[start + i] = i + 1 == examples.get(row).labelWordAt() ? (float) labelWordWeight : 1f;
            }
        }
        return new Batch(examples.size(), length, inputs, targets, weights);
    }

    double totalWeight() {
        double total = 0;
        for (float weight : weights) {
            total += weight;
        }
        return total;
    }
}
