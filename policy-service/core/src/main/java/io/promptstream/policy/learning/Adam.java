package io.promptstream.policy.learning;

/** Adam (Kingma and Ba 2015) with PyTorch's defaults. */
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
        Step step = new Step(steps, learningRate, clip, gradient.norm());
        for (int row = 0; row < weights.rows().length; row++) {
            step.change(weights.rows()[row], gradient.rows()[row], first.rows()[row], second.rows()[row]);
        }
    }

    /** One step, for weights that lie in any arrays. */
    static final class Step {
        private final float scale;
        private final float stepSize;
        private final float rootCorrection;

        /**
         * Prepares it.
         *
         * @param number of this step, from 1
         * @param clip a gradient longer than this is shortened to it
         * @param norm length of the gradient
         */
        Step(long number, double learningRate, double clip, double norm) {
            scale = (float) Math.min(1, clip / (norm + 1e-6));
            double correction1 = 1 - StrictMath.pow(BETA1, (double) number);
            double correction2 = 1 - StrictMath.pow(BETA2, (double) number);
            stepSize = (float) (learningRate / correction1);
            rootCorrection = (float) (1 / Math.sqrt(correction2));
        }

        /** Changes some weights with the first and second moments {@code m} and {@code v} of their gradient. */
        void change(float[] w, float[] gradient, float[] m, float[] v) {
            for (int i = 0; i < w.length; i++) {
                float clipped = gradient[i] * scale;
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
