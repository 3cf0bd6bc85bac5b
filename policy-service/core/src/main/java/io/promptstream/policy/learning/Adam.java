package io.promptstream.policy.learning;

/** Adam (Kingma and Ba 2015) with PyTorch's defaults, over {@link AdapterWeights}. */
final class Adam {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final AdapterWeights first;
    private final AdapterWeights second;
    private long steps;

    /**
     * Continues.
     *
     * @param first first moments
     * @param second second moments
     * @param steps steps that were taken
     */
    Adam(AdapterWeights first, AdapterWeights second, long steps) {
        this.first = first;
        this.second = second;
        this.steps = steps;
    }

    static Adam fresh(int width, int hiddenSize) {
        return new Adam(AdapterWeights.zeros(width, hiddenSize), AdapterWeights.zeros(width, hiddenSize), 0);
    }

    /** Changes the weights by one step; a gradient longer than {@code clip} is shortened to it. */
    void step(AdapterWeights weights, AdapterWeights gradient, double learningRate, double clip) {
        steps++;
        float scale = (float) Math.min(1, clip / (gradient.norm() + 1e-6));
        double correction1 = 1 - StrictMath.pow(BETA1, (double) steps);
        double correction2 = 1 - StrictMath.pow(BETA2, (double) steps);
        float stepSize = (float) (learningRate / correction1);
        float rootCorrection = (float) (1 / Math.sqrt(correction2));
        for (int row = 0; row < weights.rows().length; row++) {
            float[] w = weights.rows()[row];
            float[] g = gradient.rows()[row];
            float[] m = first.rows()[row];
            float[] v = second.rows()[row];
            for (int i = 0; i < w.length; i++) {
                float clipped = g[i] * scale;
                m[i] = BETA1 * m[i] + (1 - BETA1) * clipped;
                v[i] = BETA2 * v[i] + (1 - BETA2) * clipped * clipped;
                float root = (float) Math.sqrt(v[i]) * rootCorrection;
                w[i] -= stepSize * m[i] / (root + EPSILON);
            }
        }
    }

    AdapterWeights first() {
        return first;
    }

    AdapterWeights second() {
        return second;
    }

    long steps() {
        return steps;
    }
}
