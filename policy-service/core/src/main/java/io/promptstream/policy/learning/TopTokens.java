package io.promptstream.policy.learning;

import java.util.Arrays;

/** Picks from the most probable entries of a row of logits. */
final class TopTokens {
    private TopTokens() {}

    /** Index of the largest logit, the first of equals. */
    static int best(float[] logits) {
        int best = 0;
        for (int v = 1; v < logits.length; v++) {
            if (logits[v] > logits[best]) {
                best = v;
            }
        }
        return best;
    }

    /** The k-th largest logit; everything below it is cut. */
    static float threshold(float[] logits, int k) {
        if (k == 0 || k >= logits.length) {
            return Float.NEGATIVE_INFINITY;
        }
        float[] sorted = logits.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - k];
    }

    /**
     * Draws an index in proportion to the exponential of its logit among the {@code k} largest.
     *
     * @param uniform in [0, 1)
     */
    static int draw(float[] logits, int k, double uniform) {
        float threshold = threshold(logits, k);
        float largest = logits[best(logits)];
        double sum = 0;
        for (float logit : logits) {
            if (logit >= threshold) {
                sum += FloatExp.exp(logit - largest);
            }
        }
        double remaining = uniform * sum;
        int last = 0;
        for (int v = 0; v < logits.length; v++) {
            if (logits[v] >= threshold && logits[v] > OutputHead.MASKED) {
                remaining -= FloatExp.exp(logits[v] - largest);
                last = v;
                if (remaining < 0) {
                    return v;
                }
            }
        }
        return last;
    }
}
