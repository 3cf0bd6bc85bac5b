package io.promptstream.benchmark.calibration;

import io.promptstream.policy.evaluation.LoggedPrompt;
import io.promptstream.policy.evaluation.LoggedRound;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Draws rounds as a policy does that serves and learns, and writes them down. */
final class Logger {
    private static final int DRAWN = 6;
    private static final int QUERIES = 4;
    /** Prompts that are compared with the champion, in the order in which they are met. */
    private static final int CONTENDERS = 4;

    private static final double STEP = 0.02;
    private static final double MEMORY = 0.99;

    private final Bandit bandit;
    private final boolean learns;
    private final Random random;
    private final double[][] tokenScores = new double[Bandit.LENGTH][Bandit.TOKENS];
    private final double[] triedSums = new double[CONTENDERS];
    private final int[] triedCounts = new int[CONTENDERS];
    private SimulatedPolicy policy;

    /** Begins with a policy; it changes after every round if {@code learns}. */
    Logger(Bandit bandit, SimulatedPolicy policy, boolean learns, Random random) {
        this.bandit = bandit;
        this.policy = policy;
        this.learns = learns;
        this.random = random;
    }

    /** The prompts that rounds may try on purpose. */
    private static int contender(int number) {
        return 31 * number + 7;
    }

    /** The best of them. */
    static int bestContender(Bandit bandit) {
        int best = contender(0);
        for (int n = 1; n < CONTENDERS; n++) {
            best = bandit.means()[contender(n)] > bandit.means()[best] ? contender(n) : best;
        }
        return best;
    }

    LoggedRound next() {
        double easiness = Bandit.easiness(QUERIES, random);
        int tried = mostPromising();
        LoggedPrompt chosen = logged(contender(tried), 0, easiness);
        triedSums[tried] += chosen.reward() - easiness;
        triedCounts[tried]++;
        List<LoggedPrompt> drawn = new ArrayList<>();
        for (int n = 0; n < DRAWN; n++) {
            int prompt = policy.draw(random);
            drawn.add(logged(prompt, Math.log(policy.probability(prompt)), easiness));
        }
        if (learns) {
            learn(drawn);
        }
        return new LoggedRound(drawn, List.of(chosen));
    }

    private LoggedPrompt logged(int prompt, double logPropensity, double easiness) {
        return new LoggedPrompt(
                bandit.prompts().get(prompt), logPropensity, bandit.reward(prompt, QUERIES, easiness, random));
    }

    /** By the upper end of what its rewards so far suggest: what was unlucky is tried less. */
    private int mostPromising() {
        int best = 0;
        double highest = Double.NEGATIVE_INFINITY;
        for (int n = 0; n < CONTENDERS; n++) {
            double bound = triedCounts[n] == 0
                    ? Double.POSITIVE_INFINITY
                    : triedSums[n] / triedCounts[n] + 5 / Math.sqrt(triedCounts[n]);
            if (bound > highest) {
                best = n;
                highest = bound;
            }
        }
        return best;
    }

    /** A step of policy gradient on scores of single tokens. */
    private void learn(List<LoggedPrompt> drawn) {
        double mean = drawn.stream().mapToDouble(LoggedPrompt::reward).average().orElseThrow();
        for (int position = 0; position < Bandit.LENGTH; position++) {
            for (int token = 0; token < Bandit.TOKENS; token++) {
                tokenScores[position][token] *= MEMORY;
            }
            for (LoggedPrompt logged : drawn) {
                tokenScores[position][logged.prompt().tokens().get(position)] += STEP * (logged.reward() - mean) / 5;
            }
        }
        double[] scores = new double[bandit.prompts().size()];
        for (int n = 0; n < scores.length; n++) {
            for (int position = 0; position < Bandit.LENGTH; position++) {
                scores[n] +=
                        tokenScores[position][bandit.prompts().get(n).tokens().get(position)];
            }
        }
        policy = new SimulatedPolicy(bandit, scores);
    }
}
