package io.promptstream.policy.evaluation;

import io.promptstream.policy.learning.WrittenPrompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * Ridge regression of rewards on which token stands where. Rewards and tokens enter as differences to their round's means,
 * so that easy queries do not look like good prompts. Only sums are kept, whatever the number of rounds.
 */
final class TokenRidge {
    /** The first tokens that are seen get a weight; the sums take four megabytes at most. */
    private static final int MOST_FEATURES = 1024;
    /** Prompts' worth of evidence that a token has no effect. */
    private static final double PENALTY = 4;

    private record Feature(int position, int token) {}

    private final Map<Feature, Integer> indices = new HashMap<>();
    /** Lower triangle of the matrix of products. */
    private final List<double[]> products = new ArrayList<>();

    private final double[] rewardProducts = new double[MOST_FEATURES];
    private final double[] sums = new double[MOST_FEATURES];
    /** How often each token stands in the present round; all 0 between rounds. */
    private final double[] counts = new double[MOST_FEATURES];

    private double rewardSum;
    private long prompts;

    private double[] weights = new double[0];
    private double constant;

    void observe(List<LoggedPrompt> round) {
        double meanReward = 0;
        for (LoggedPrompt logged : round) {
            meanReward += logged.reward() / round.size();
        }
        int[] present = new int[round.size() * longest(round)];
        int distinct = 0;
        for (LoggedPrompt logged : round) {
            int[] features = features(logged.prompt(), true);
            for (int a : features) {
                sums[a]++;
                rewardProducts[a] += logged.reward() - meanReward;
                if (counts[a] == 0) {
                    present[distinct++] = a;
                }
                counts[a]++;
                for (int b : features) {
                    addProduct(a, b, 1);
                }
            }
            rewardSum += logged.reward();
            prompts++;
        }
        for (int i = 0; i < distinct; i++) {
            for (int j = 0; j < distinct; j++) {
                addProduct(present[i], present[j], -counts[present[i]] * counts[present[j]] / round.size());
            }
        }
        for (int i = 0; i < distinct; i++) {
            counts[present[i]] = 0;
        }
    }

    private static int longest(List<LoggedPrompt> round) {
        int longest = 0;
        for (LoggedPrompt logged : round) {
            longest = Math.max(longest, logged.prompt().tokens().size());
        }
        return longest;
    }

    /** Makes predictions follow from everything observed so far. */
    void refit() {
        int size = products.size();
        weights = new double[size];
        constant = prompts == 0 ? 0 : rewardSum / prompts;
        if (size == 0) {
            return;
        }
        RealMatrix matrix = new Array2DRowRealMatrix(size, size);
        for (int a = 0; a < size; a++) {
            for (int b = 0; b <= a; b++) {
                double product = products.get(a)[b] + (a == b ? PENALTY : 0);
                matrix.setEntry(a, b, product);
                matrix.setEntry(b, a, product);
            }
        }
        weights = new CholeskyDecomposition(matrix, 1e-9, 1e-9)
                .getSolver()
                .solve(new ArrayRealVector(rewardProducts, 0, size))
                .toArray();
        for (int a = 0; a < size; a++) {
            constant -= weights[a] * sums[a] / prompts;
        }
    }

    double predict(WrittenPrompt prompt) {
        double prediction = constant;
        for (int feature : features(prompt, false)) {
            prediction += feature < weights.length ? weights[feature] : 0;
        }
        return prediction;
    }

    private void addProduct(int a, int b, double product) {
        if (b <= a) {
            products.get(a)[b] += product;
        }
    }

    private int[] features(WrittenPrompt prompt, boolean mayBeNew) {
        int[] found = new int[prompt.tokens().size()];
        int count = 0;
        for (int position = 0; position < found.length; position++) {
            Feature feature = new Feature(position, prompt.tokens().get(position));
            Integer index = indices.get(feature);
            if (index == null && mayBeNew && indices.size() < MOST_FEATURES) {
                index = indices.size();
                indices.put(feature, index);
                products.add(new double[index + 1]);
            }
            if (index != null) {
                found[count++] = index;
            }
        }
        return Arrays.copyOf(found, count);
    }
}
