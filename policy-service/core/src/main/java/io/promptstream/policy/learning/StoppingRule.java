package io.promptstream.policy.learning;

import io.promptstream.event.ExplorationState;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PromptOrigin;
import io.promptstream.event.PromptResult;
import io.promptstream.event.PromptStanding;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Task;
import java.io.DataOutput;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says when nothing better than the champion is to be expected. What prompts that the policy draws earn more than the
 * champion on the same queries is taken for normally distributed; its mean, and its variance less that of the noise, are
 * running means over rounds. From these come the expected improvements {@code E[max(d, 0)] = s pdf(m / s) + m cdf(m / s)} of a
 * prompt that is yet to be drawn, and, by Bayes' rule, of each contender, given how it compares. Exploring stops once a
 * round's new prompts together, and every contender, promise less than a margin, for a number of rounds in a row, and the
 * same holds in each context. Belongs to one thread.
 */
final class StoppingRule {
    /** Of a round, among those before. */
    private static final double WEIGHT = 1.0 / 32;
    /** Standard deviations beyond which improvements are as good as impossible. */
    private static final double FAR = 8;

    private final double margin;
    private final int rounds;
    private final int newPrompts;
    private boolean known;
    private double mean;
    private double variance;
    private double noise;
    private double expected;
    private long quiet;
    private @Nullable Long stoppedSince;

    private StoppingRule(PolicyDefinition policy) {
        this.margin = policy.getStopMargin();
        this.rounds = policy.getStopRounds();
        this.newPrompts = policy.getPromptsPerRound() - policy.getContendersPerRound();
    }

    /** That of the task; none where it asks for none, or has no champion to improve on. */
    static Optional<StoppingRule> of(Task task) {
        PolicyDefinition policy = task.getPolicy();
        return policy.getStopMargin() == 0 || policy.getContendersPerRound() == 0
                ? Optional.empty()
                : Optional.of(new StoppingRule(policy));
    }

    /** Goes on from a state. */
    StoppingRule from(ExplorationState state) {
        known = state.getKnown();
        mean = state.getMean();
        variance = state.getVariance();
        noise = state.getNoise();
        expected = state.getExpectedImprovement();
        quiet = state.getQuietRounds();
        stoppedSince = state.getStopped() ? state.getStoppedSince().orElse(0L) : null;
        return this;
    }

    ExplorationState event() {
        return new ExplorationState(stoppedSince != null, quiet, expected, known, mean, variance, noise, stoppedSince);
    }

    /** Everything that is known, in an order and form that no schema can change. */
    void write(DataOutput out) throws IOException {
        out.writeLong(quiet);
        out.writeDouble(expected);
        out.writeBoolean(known);
        out.writeDouble(mean);
        out.writeDouble(variance);
        out.writeDouble(noise);
        out.writeBoolean(stoppedSince != null);
        out.writeLong(stoppedSince().orElse(0L));
    }

    /** Whether nothing better is to be expected, as far as this rule sees. */
    boolean expectsNothing() {
        return quiet >= rounds;
    }

    /** Version since which exploring has stopped. */
    Optional<Long> stoppedSince() {
        return Optional.ofNullable(stoppedSince);
    }

    /**
     * Stops exploring, or begins to explore in full, after a round.
     *
     * @param elsewhere whether nothing better is to be expected in any context either
     * @param version that came of the round
     */
    void decide(boolean elsewhere, long version) {
        stoppedSince = expectsNothing() && elsewhere ? stoppedSince().orElse(version) : null;
    }

    /** Explores in full: nothing is known of what prompts earn now. */
    void restart() {
        known = false;
        quiet = 0;
        stoppedSince = null;
        expected = 0;
    }

    /**
     * Takes in a round.
     *
     * @param ofChampion what the champion of the round earned
     * @param contenders as they stand after it
     */
    void observe(List<PromptResult> round, List<QueryReward> ofChampion, List<PromptStanding> contenders) {
        Map<Integer, Double> baseline = new HashMap<>();
        ofChampion.forEach(reward -> baseline.put(reward.getQueryIndex(), reward.getValue()));
        double[][] differences = round.stream()
                .filter(result -> result.getOrigin() == PromptOrigin.SAMPLED)
                .map(result -> Leaderboard.measured(result).stream()
                        .filter(reward -> baseline.containsKey(reward.getQueryIndex()))
                        .mapToDouble(reward -> reward.getValue() - baseline.getOrDefault(reward.getQueryIndex(), 0.0))
                        .toArray())
                .filter(found -> found.length > 1)
                .toArray(double[][]::new);
        if (differences.length < 2) {
            return;
        }
        learn(differences);
        expected = newPrompts * improvement(mean, Math.sqrt(spread()));
        for (PromptStanding contender : contenders) {
            expected = Math.max(expected, improvement(contender));
        }
        quiet = expected < margin ? quiet + 1 : 0;
    }

    private void learn(double[][] differences) {
        double[] means = new double[differences.length];
        double within = 0;
        double size = 0;
        for (int n = 0; n < means.length; n++) {
            means[n] = mean(differences[n]);
            within += variance(differences[n], means[n]) / means.length;
            size += differences[n].length / (double) means.length;
        }
        double center = mean(means);
        // Between prompts, without what is noise of so few queries.
        double between = variance(means, center) - within / size;
        if (!known) {
            mean = center;
            variance = between;
            noise = within;
            known = true;
        } else {
            mean += WEIGHT * (center - mean);
            variance += WEIGHT * (between - variance);
            noise += WEIGHT * (within - noise);
        }
    }

    private double spread() {
        return Math.max(0, variance);
    }

    /** Of a contender that was compared more than once: its first round only made it one. */
    private double improvement(PromptStanding contender) {
        if (contender.getRounds() < 2 || contender.getCompared() == 0) {
            return 0;
        }
        double spread = spread();
        double error = noise / (double) contender.getCompared();
        if (spread == 0 || error == 0) {
            return improvement(spread == 0 ? mean : contender.getMeanDifference(), 0);
        }
        double share = spread / (spread + error);
        return improvement(mean + share * (contender.getMeanDifference() - mean), Math.sqrt(share * error));
    }

    /** Mean of what is above 0 of a normal distribution. */
    private static double improvement(double mean, double deviation) {
        if (deviation == 0 || Math.abs(mean) > FAR * deviation) {
            return Math.max(0, mean);
        }
        double z = mean / deviation;
        double density = StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * StrictMath.PI);
        return Math.max(0, deviation * (density + z * cumulative(z)));
    }

    /** Of the standard normal distribution (Abramowitz and Stegun, 26.2.17; error below 7.5e-8). */
    private static double cumulative(double z) {
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double density = StrictMath.exp(-z * z / 2) / StrictMath.sqrt(2 * StrictMath.PI);
        double tail = density
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return z >= 0 ? 1 - tail : tail;
    }

    private static double mean(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value / values.length;
        }
        return mean;
    }

    /** Unbiased; of at least two values. */
    private static double variance(double[] values, double mean) {
        double variance = 0;
        for (double value : values) {
            variance += (value - mean) * (value - mean) / (values.length - 1);
        }
        return variance;
    }
}
