package io.promptstream.policy.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Explores prompts that people wrote, uniformly, and deems that one best whose mean reward is highest; before anything is
 * known, the first.
 */
public final class FixedPolicy implements Policy {
    private final FixedState state;

    FixedPolicy(FixedState state) {
        this.state = state;
    }

    /** Every prompt once in random order, then again in another order, until there are enough. */
    @Override
    public List<SampledPrompt> sample(int count, long seed) {
        SplitMix random = new SplitMix(seed);
        int arms = state.prompts().size();
        List<SampledPrompt> drawn = new ArrayList<>(count);
        List<Integer> left = new ArrayList<>();
        while (drawn.size() < count) {
            if (left.isEmpty()) {
                for (int arm = 0; arm < arms; arm++) {
                    left.add(arm);
                }
            }
            int arm = left.remove(/* index */ random.nextInt(left.size()));
            drawn.add(new SampledPrompt(written(arm), -StrictMath.log(arms), seed));
        }
        return drawn;
    }

    /** Each of a round's prompts is any of the written ones with equal probability, whatever the others are. */
    @Override
    public double[] logProbabilities(List<WrittenPrompt> prompts) {
        return prompts.stream()
                .mapToDouble(prompt -> state.prompts().contains(prompt.text())
                        ? -StrictMath.log(state.prompts().size())
                        : Double.NEGATIVE_INFINITY)
                .toArray();
    }

    @Override
    public WrittenPrompt greedy() {
        int best = 0;
        for (int arm = 1; arm < state.counts().length; arm++) {
            if (mean(arm) > mean(best)) {
                best = arm;
            }
        }
        return written(best);
    }

    @Override
    public Optional<LearningStep> learn(List<ScoredPrompt> round) {
        int learned = 0;
        for (ScoredPrompt scored : round) {
            int arm = state.prompts().indexOf(scored.prompt().text());
            if (arm >= 0) {
                state.counts()[arm]++;
                state.sums()[arm] += scored.reward();
                learned++;
            }
        }
        if (learned == 0) {
            return Optional.empty();
        }
        state.random().nextLong();
        return Optional.of(new LearningStep(OptionalDouble.empty(), learned));
    }

    @Override
    public void forgetRewards() {
        Arrays.fill(state.counts(), 0);
        Arrays.fill(state.sums(), 0);
    }

    private double mean(int arm) {
        long count = state.counts()[arm];
        return count == 0 ? Double.NEGATIVE_INFINITY : state.sums()[arm] / count;
    }

    private WrittenPrompt written(int arm) {
        return new WrittenPrompt(state.prompts().get(arm), List.of());
    }

    @Override
    public long roundSeed(String roundId) {
        return SplitMix.mix(state.random().state(), roundId);
    }

    @Override
    public SamplingTruncation truncation() {
        return new SamplingTruncation(0, 0, state.prompts().size());
    }

    @Override
    public PolicyState state() {
        return state.write();
    }
}
