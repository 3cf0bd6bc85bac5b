package io.promptstream.languagemodel.training.optimisation;

/**
 * AdamW (Loshchilov and Hutter 2019) over one flat vector, weight decay decoupled from the gradient and applied where a
 * parameter's layout says so.
 */
public final class AdamW {

    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.95f;
    private static final float EPSILON = 1e-8f;

    private final ParameterLayout layout;
    private final float weightDecay;
    private final float[] mean;
    private final float[] variance;

    /** @param mean and variance are updated in place: zeros at the start, or a checkpoint's */
    AdamW(ParameterLayout layout, double weightDecay, float[] mean, float[] variance) {
        this.layout = layout;
        this.weightDecay = (float) weightDecay;
        this.mean = mean;
        this.variance = variance;
    }

    /**
     * Updates {@code weights} in place.
     *
     * @param step counted from 0
     */
    void update(float[] weights, float[] gradient, double learningRate, long step) {
        double correction1 = 1 - Math.pow(BETA1, (double) step + 1);
        double correction2 = 1 - Math.pow(BETA2, (double) step + 1);
        float rate = (float) (learningRate / correction1);
        float scale = (float) (1 / Math.sqrt(correction2));
        for (ParameterLayout.Entry entry : layout.entries()) {
            float keep = entry.decayed() ? (float) (1 - learningRate * weightDecay) : 1f;
            update(weights, gradient, entry.offset(), entry.offset() + entry.length(), rate, scale, keep);
        }
    }

    private void update(float[] weights, float[] gradient, int from, int to, float rate, float scale, float keep) {
        for (int i = from; i < to; i++) {
            float g = gradient[i];
            float m = BETA1 * mean[i] + (1 - BETA1) * g;
            float v = BETA2 * variance[i] + (1 - BETA2) * g * g;
            mean[i] = m;
            variance[i] = v;
            weights[i] = weights[i] * keep - rate * m / ((float) Math.sqrt(v) * scale + EPSILON);
        }
    }

    float[] mean() {
        return mean;
    }

    float[] variance() {
        return variance;
    }
}
