package io.promptstream.benchmark.calibration;

import io.promptstream.policy.evaluation.Target;
import io.promptstream.policy.learning.WrittenPrompt;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A policy that is known by the probability of every prompt. */
final class SimulatedPolicy implements Target {
    private static final int DRAWS = 2048;

    private final Bandit bandit;
    private final double[] probabilities;
    private final List<WrittenPrompt> draws = new ArrayList<>();

    SimulatedPolicy(Bandit bandit, double[] scores) {
        this.bandit = bandit;
        this.probabilities = new double[scores.length];
        double sum = 0;
        for (double score : scores) {
            sum += Math.exp(score);
        }
        for (int n = 0; n < scores.length; n++) {
            probabilities[n] = Math.exp(scores[n]) / sum;
        }
    }

    /** The policy that draws a prompt the oftener the more it earns. */
    static SimulatedPolicy tilted(Bandit bandit, double strength) {
        double[] scores = bandit.means();
        for (int n = 0; n < scores.length; n++) {
            scores[n] *= strength;
        }
        return new SimulatedPolicy(bandit, scores);
    }

    double probability(int prompt) {
        return probabilities[prompt];
    }

    int draw(Random random) {
        double left = random.nextDouble();
        for (int n = 0; n < probabilities.length - 1; n++) {
            left -= probabilities[n];
            if (left < 0) {
                return n;
            }
        }
        return probabilities.length - 1;
    }

    /** What it earns on average: the truth. */
    double value() {
        double[] means = bandit.means();
        double value = 0;
        for (int n = 0; n < means.length; n++) {
            value += probabilities[n] * means[n];
        }
        return value;
    }

    /** Makes the draws that stand for it; other seeds, other draws. */
    SimulatedPolicy drawn(long seed) {
        Random random = new Random(seed);
        draws.clear();
        for (int n = 0; n < DRAWS; n++) {
            draws.add(bandit.prompts().get(draw(random)));
        }
        return this;
    }

    @Override
    public double[] logProbabilities(List<WrittenPrompt> prompts) {
        return prompts.stream()
                .mapToDouble(prompt -> Math.log(probabilities[bandit.indexOf(prompt)]))
                .toArray();
    }

    @Override
    public List<WrittenPrompt> prompts() {
        return draws;
    }

    @Override
    public boolean exact() {
        return false;
    }

    @Override
    public boolean isAlways(WrittenPrompt chosen) {
        return false;
    }
}
