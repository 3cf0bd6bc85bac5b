package io.promptstream.languagemodel.training.data;

import java.util.Arrays;
import java.util.List;

/** Sequences of one length for one forward pass, row-major. Its arrays are not copied. */
public final class Batch {

    private final int rows;
    private final int length;
    private final int[] inputs;
    private final int[] targets;
    private final float[] weights;

    private Batch(int rows, int length) {
        this.rows = rows;
        this.length = length;
        this.inputs = new int[rows * length];
        this.targets = new int[rows * length];
        this.weights = new float[rows * length];
    }

    /** Pads {@code examples} on the right with {@code padding}; its targets have no weight. */
    public static Batch of(List<Example> examples, int padding, double labelWordWeight) {
        int longest = examples.stream().mapToInt(Example::length).max().orElseThrow();
        Batch batch = new Batch(examples.size(), longest - 1);
        Arrays.fill(batch.inputs, padding);
        for (int row = 0; row < batch.rows; row++) {
            int[] ids = examples.get(row).ids();
            int start = row * batch.length;
            for (int i = 0; i + 1 < ids.length; i++) {
                batch.inputs[start + i] = ids[i];
                batch.targets[start + i] = ids[i + 1];
                batch.weights[start + i] = i + 1 == examples.get(row).labelWordAt() ? (float) labelWordWeight : 1f;
            }
        }
        return batch;
    }

    /** Number of sequences. */
    public int rows() {
        return rows;
    }

    /** Tokens of a sequence, padding included. */
    public int length() {
        return length;
    }

    /** {@code rows * length} tokens. */
    public int[] inputs() {
        return inputs;
    }

    /** The token after each input token. */
    public int[] targets() {
        return targets;
    }

    /** Of each target in the loss; 0 where padded. */
    public float[] weights() {
        return weights;
    }

    /** Targets that are no padding. */
    public int tokens() {
        int tokens = 0;
        for (float weight : weights) {
            tokens += weight > 0 ? 1 : 0;
        }
        return tokens;
    }

    public double totalWeight() {
        double total = 0;
        for (float weight : weights) {
            total += weight;
        }
        return total;
    }
}
