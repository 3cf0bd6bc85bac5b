package io.promptstream.policy.learning;

/**
 * The exponential function in float arithmetic that is the same on every processor and in every compilation tier, which
 * {@link Math#exp} does not promise, and several times as fast as {@link StrictMath#exp}. Relative error below 2e-7.
 */
final class FloatExp {
    private static final float LOG2_E = 1.442695f;
    private static final float LN2_HIGH = 0.6933594f;
    private static final float LN2_LOW = -2.1219444e-4f;
    /** Adding and subtracting it rounds a small float to an integer. */
    private static final float ROUNDER = 12582912f;

    private static final float SMALLEST = -87f;

    private FloatExp() {}

    /** The exponential of a number that is at most 0; results below 1e-37 are 0. */
    static float exp(float x) {
        if (x < SMALLEST) {
            return 0f;
        }
        float n = Math.fma(x, LOG2_E, ROUNDER) - ROUNDER;
        float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
        float p = 1.9875691e-4f;
        p = Math.fma(p, r, 1.3981999e-3f);
        p = Math.fma(p, r, 8.333452e-3f);
        p = Math.fma(p, r, 4.1665796e-2f);
        p = Math.fma(p, r, 1.6666666e-1f);
        p = Math.fma(p, r, 0.5f);
        p = Math.fma(p, r * r, r + 1f);
        return p * Float.intBitsToFloat(((int) n + 127) << 23);
    }
}
