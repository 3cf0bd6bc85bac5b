package io.promptstream.policy.learning;

/**
 * The soft-Q-learning loss of RLPrompt (arXiv 2205.12548; Guo et al., arXiv 2106.07704) for one prompt of {@code T}
 * tokens with a terminal reward {@code r}:
 *
 * <pre>
 * A_t = Q_t(a_t) - V_t                                            a bar: target network
 * L2  = sum_{t&lt;T} (A_t - (V'_{t+1} - V'_t))^2 + (A_T - (r - V'_T))^2   single-step path consistency
 * L3  = sum_t (sum_{l&gt;=t} A_l - (r - V'_t))^2                      multi-step path consistency
 * L   = (L2 + L3) / 2
 * </pre>
 */
final class PathConsistency {
    private PathConsistency() {}

    /**
     * Loss of one prompt; its gradient with respect to the advantages is written to {@code gradient}.
     *
     * @param advantages {@code A_t} of the online network, {@code [T]}
     * @param targetValues {@code V'_t} of the target network, {@code [T]}
     */
    static double loss(double[] advantages, double[] targetValues, double reward, double[] gradient) {
        int length = advantages.length;
        double[] multiStep = new double[length];
        double loss = 0;
        double remaining = 0;
        for (int t = length - 1; t >= 0; t--) {
            double next = t == length - 1 ? reward : targetValues[t + 1];
            double singleStep = advantages[t] - (next - targetValues[t]);
            remaining += advantages[t];
            multiStep[t] = remaining - (reward - targetValues[t]);
            loss += (singleStep * singleStep + multiStep[t] * multiStep[t]) / 2;
            gradient[t] = singleStep;
        }
        double earlier = 0;
        for (int t = 0; t < length; t++) {
            earlier += multiStep[t];
            gradient[t] += earlier;
        }
        return loss;
    }
}
