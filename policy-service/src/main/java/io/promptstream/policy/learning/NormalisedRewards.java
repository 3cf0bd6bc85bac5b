package io.promptstream.policy.learning;

/** RLPrompt's reward normalisation: z-scores over the prompts of one round, times a factor. */
final class NormalisedRewards {
    private static final double EPSILON = 1e-4;

    private NormalisedRewards() {}

    /** {@code scale (R - mean) / (population standard deviation + 1e-4)}; not a number where that one is infinite. */
    static double[] of(double[] rewards, double scale) {
        double mean = 0;
        for (double reward : rewards) {
            mean += reward / rewards.length;
        }
        double variance = 0;
        for (double reward : rewards) {
            variance += (reward - mean) * (reward - mean) / rewards.length;
        }
        double deviation = Math.sqrt(variance) + EPSILON;
        double[] normalised = new double[rewards.length];
        for (int i = 0; i < rewards.length; i++) {
            normalised[i] = Double.isFinite(deviation) ? scale * (rewards[i] - mean) / deviation : Double.NaN;
        }
        return normalised;
    }
}
