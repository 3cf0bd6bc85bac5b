package io.promptstream.policy.learning;

import java.util.Arrays;

/**
 * The frozen head restricted to the tokens that the policy may use. The loops run in blocks that stay in the processor's
 * cache and four rows at a time, which is what makes 80 positions over 6,144 tokens take milliseconds.
 */
final class OutputHead {
    /** Stands for minus infinity: far below every logit, and still a number. */
    static final float MASKED = -1e30f;

    private static final int COLUMN_BLOCK = 512;
    private static final int ROW_BLOCK = 64;

    private final int width;
    private final int[] tokens;
    private final float[][] byToken;
    private final float[][] byInput;
    private final float bias;

    /** Takes token ids in ascending order and the embedding {@code [vocabulary][width]}. */
    OutputHead(int[] tokens, float[][] embedding, float bias) {
        this.width = embedding[0].length;
        this.tokens = tokens.clone();
        this.bias = bias;
        this.byToken = new float[tokens.length][];
        this.byInput = new float[width][tokens.length];
        for (int v = 0; v < tokens.length; v++) {
            byToken[v] = embedding[tokens[v]];
            for (int i = 0; i < width; i++) {
                byInput[i][v] = byToken[v][i];
            }
        }
    }

    /** Number of tokens. */
    int size() {
        return tokens.length;
    }

    int token(int index) {
        return tokens[index];
    }

    int[] tokens() {
        return tokens.clone();
    }

    /** Index of the token, negative if the policy may not use it. */
    int indexOf(int token) {
        return Arrays.binarySearch(tokens, token);
    }

    /** Logits {@code [n][size]} of states {@code [n][width]}. */
    float[][] logits(float[][] states) {
        float[][] logits = new float[states.length][tokens.length];
        for (float[] row : logits) {
            Arrays.fill(row, bias);
        }
        for (int from = 0; from < tokens.length; from += COLUMN_BLOCK) {
            int to = Math.min(from + COLUMN_BLOCK, tokens.length);
            for (int n = 0; n < states.length; n++) {
                addRows(logits[n], from, to, states[n], byInput, 0, width);
            }
        }
        return logits;
    }

    /** Mean embeddings {@code [n][width]} under distributions {@code [n][size]}. */
    float[][] expectedEmbedding(float[][] probabilities) {
        float[][] expected = new float[probabilities.length][width];
        for (int from = 0; from < tokens.length; from += ROW_BLOCK) {
            int to = Math.min(from + ROW_BLOCK, tokens.length);
            for (int n = 0; n < probabilities.length; n++) {
                addRows(expected[n], 0, width, probabilities[n], byToken, from, to);
            }
        }
        return expected;
    }

    /** The embedding of the token with this index; not to be changed. */
    float[] embedding(int index) {
        return byToken[index];
    }

    /** {@code log sum exp}, the soft value of a state. */
    static double value(float[] logits) {
        float largest = largest(logits);
        double sum = 0;
        for (float logit : logits) {
            sum += FloatExp.exp(logit - largest);
        }
        return largest + StrictMath.log(sum);
    }

    /** Turns logits into probabilities in place. */
    static void softmax(float[] logits) {
        float largest = largest(logits);
        double sum = 0;
        for (int v = 0; v < logits.length; v++) {
            logits[v] = FloatExp.exp(logits[v] - largest);
            sum += logits[v];
        }
        float factor = (float) (1 / sum);
        for (int v = 0; v < logits.length; v++) {
            logits[v] *= factor;
        }
    }

    private static float largest(float[] values) {
        float largest = values[0];
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    /** {@code sum[from..to) += factors[first..last) x rows[first..last)[from..to)}. */
    private static void addRows(float[] sum, int from, int to, float[] factors, float[][] rows, int first, int last) {
        int row = first;
        for (; row + 3 < last; row += 4) {
            addFour(
                    sum,
                    from,
                    to,
                    factors[row],
                    rows[row],
                    factors[row + 1],
                    rows[row + 1],
                    factors[row + 2],
                    rows[row + 2],
                    factors[row + 3],
                    rows[row + 3]);
        }
        for (; row < last; row++) {
            addOne(sum, from, to, factors[row], rows[row]);
        }
    }

    private static void addFour(
            float[] sum,
            int from,
            int to,
            float factorA,
            float[] rowA,
            float factorB,
            float[] rowB,
            float factorC,
            float[] rowC,
            float factorD,
            float[] rowD) {
        for (int i = from; i < to; i++) {
            sum[i] = Math.fma(
                    factorD,
                    rowD[i],
                    Math.fma(factorC, rowC[i], Math.fma(factorB, rowB[i], Math.fma(factorA, rowA[i], sum[i]))));
        }
    }

    private static void addOne(float[] sum, int from, int to, float factor, float[] row) {
        for (int i = from; i < to; i++) {
            sum[i] = Math.fma(factor, row[i], sum[i]);
        }
    }
}
