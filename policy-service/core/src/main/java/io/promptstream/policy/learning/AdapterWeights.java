package io.promptstream.policy.learning;

/**
 * The trainable layer {@code y = W2 relu(W1 x + b1) + b2}, or anything of the same shape: its target copy, its gradient,
 * its moments. Kept as rows, so that every loop over them runs along one array and is compiled to vector instructions.
 */
final class AdapterWeights {
    private static final double GAIN = 1e-4;
    private static final float BIAS = -1e-4f;

    private final int width;
    private final int hiddenSize;
    /** {@code W1[width][hidden], b1[hidden], W2[hidden][width], b2[width]}. */
    private final float[][] rows;

    private AdapterWeights(int width, int hiddenSize) {
        this.width = width;
        this.hiddenSize = hiddenSize;
        this.rows = new float[width + hiddenSize + 2][];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = new float[row <= width ? hiddenSize : width];
        }
    }

    static AdapterWeights zeros(int width, int hiddenSize) {
        return new AdapterWeights(width, hiddenSize);
    }

    /** Xavier-uniform with gain 1e-4 and biases of -1e-4: the first policy is nearly uniform. */
    static AdapterWeights initial(int width, int hiddenSize, SplitMix random) {
        AdapterWeights weights = new AdapterWeights(width, hiddenSize);
        double bound = GAIN * Math.sqrt(6.0 / (width + hiddenSize));
        for (int row = 0; row < weights.rows.length; row++) {
            float[] values = weights.rows[row];
            boolean bias = row == width || row == weights.rows.length - 1;
            for (int i = 0; i < values.length; i++) {
                values[i] = bias ? BIAS : (float) ((2 * random.nextDouble() - 1) * bound);
            }
        }
        return weights;
    }

    int width() {
        return width;
    }

    int hiddenSize() {
        return hiddenSize;
    }

    /** Weights of input {@code input} to every hidden unit. */
    float[] fromInput(int input) {
        return rows[input];
    }

    float[] hiddenBias() {
        return rows[width];
    }

    /** Weights of hidden unit {@code hidden} to every output. */
    float[] fromHidden(int hidden) {
        return rows[width + 1 + hidden];
    }

    float[] outputBias() {
        return rows[rows.length - 1];
    }

    /** All rows, in the order in which they are stored. */
    float[][] rows() {
        return rows;
    }

    AdapterWeights copy() {
        AdapterWeights copy = new AdapterWeights(width, hiddenSize);
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, copy.rows[row], 0, rows[row].length);
        }
        return copy;
    }

    /** Moves every number towards {@code other} by {@code rate} of the distance. */
    void approach(AdapterWeights other, float rate) {
        for (int row = 0; row < rows.length; row++) {
            float[] mine = rows[row];
            float[] theirs = other.rows[row];
            for (int i = 0; i < mine.length; i++) {
                mine[i] = (1 - rate) * mine[i] + rate * theirs[i];
            }
        }
    }

    double norm() {
        double sum = 0;
        for (float[] row : rows) {
            for (float value : row) {
                sum += (double) value * value;
            }
        }
        return Math.sqrt(sum);
    }
}
