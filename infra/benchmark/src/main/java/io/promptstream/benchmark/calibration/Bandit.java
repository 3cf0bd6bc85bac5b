package io.promptstream.benchmark.calibration;

import io.promptstream.policy.learning.WrittenPrompt;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A world of all prompts of a few tokens. A prompt's reward on a query is what its tokens earn, what its first two tokens
 * earn together, how easy the query is for every prompt, and noise.
 */
final class Bandit {
    static final int LENGTH = 3;
    static final int TOKENS = 5;
    private static final double BASE = 50;
    private static final double TOKEN_EFFECT = 4;
    private static final double PAIR_EFFECT = 4;
    private static final double QUERY_EFFECT = 10;
    private static final double NOISE = 10;

    private final List<WrittenPrompt> prompts = new ArrayList<>();
    private final Map<WrittenPrompt, Integer> indices = new HashMap<>();
    private final double[] means;

    Bandit(long seed) {
        Random random = new Random(seed);
        double[][] tokens = new double[LENGTH][TOKENS];
        double[][] pairs = new double[TOKENS][TOKENS];
        for (double[] row : tokens) {
            fill(row, TOKEN_EFFECT, random);
        }
        for (double[] row : pairs) {
            fill(row, PAIR_EFFECT, random);
        }
        for (int first = 0; first < TOKENS; first++) {
            for (int second = 0; second < TOKENS; second++) {
                for (int third = 0; third < TOKENS; third++) {
                    prompts.add(new WrittenPrompt(
                            "%d %d %d".formatted(first, second, third), List.of(first, second, third)));
                }
            }
        }
        means = new double[prompts.size()];
        for (int n = 0; n < means.length; n++) {
            indices.put(prompts.get(n), n);
            List<Integer> written = prompts.get(n).tokens();
            means[n] = BASE + pairs[written.get(0)][written.get(1)];
            for (int position = 0; position < LENGTH; position++) {
                means[n] += tokens[position][written.get(position)];
            }
        }
    }

    private static void fill(double[] row, double deviation, Random random) {
        for (int i = 0; i < row.length; i++) {
            row[i] = deviation * random.nextGaussian();
        }
    }

    List<WrittenPrompt> prompts() {
        return prompts;
    }

    int indexOf(WrittenPrompt prompt) {
        return indices.getOrDefault(prompt, -1);
    }

    /** What each prompt earns on average. */
    double[] means() {
        return means.clone();
    }

    /** The prompt that earns most. */
    int best() {
        int best = 0;
        for (int n = 1; n < means.length; n++) {
            best = means[n] > means[best] ? n : best;
        }
        return best;
    }

    /** How easy a round's queries are, on average. */
    static double easiness(int queries, Random random) {
        return QUERY_EFFECT * random.nextGaussian() / Math.sqrt(queries);
    }

    /** What a prompt earns on average in a round of so many queries. */
    double reward(int prompt, int queries, double easiness, Random random) {
        return means[prompt] + easiness + NOISE * random.nextGaussian() / Math.sqrt(queries);
    }
}
