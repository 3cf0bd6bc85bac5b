package io.promptstream.policy.learning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Prompt tuning (Lester et al. 2021, arXiv 2104.08691): a matrix of embeddings that the task model reads in the prompt's place,
 * moved by Adam down the mean gradient of the loss over a round's queries. The text of its prompts only says which matrix it is.
 */
public final class SoftPromptPolicy implements Policy {
    private static final String PLACEHOLDER = "<soft prompt ";

    private final SoftPromptSettings settings;
    private final SoftPromptState state;

    SoftPromptPolicy(SoftPromptSettings settings, SoftPromptState state) {
        this.settings = settings;
        this.state = state;
    }

    /** Whether a text stands for some matrix. */
    public static boolean isPlaceholder(String text) {
        return text.startsWith(PLACEHOLDER);
    }

    /** The matrix as it is now, as often as asked. */
    @Override
    public List<SampledPrompt> sample(int count, long seed) {
        return Collections.nCopies(count, new SampledPrompt(greedy(), /* logProbability= */ 0, seed));
    }

    /** The matrix as it is now is certain, every other is impossible. */
    @Override
    public double[] logProbabilities(List<WrittenPrompt> prompts) {
        return prompts.stream()
                .mapToDouble(prompt -> prompt.equals(greedy()) ? 0 : Double.NEGATIVE_INFINITY)
                .toArray();
    }

    /** Such as {@code <soft prompt 3 x 192, step 17>}. */
    @Override
    public WrittenPrompt greedy() {
        return new WrittenPrompt(
                PLACEHOLDER + "%d x %d, step %d>".formatted(state.rows(), state.width(), state.steps()), List.of());
    }

    @Override
    public boolean wantsGradient(WrittenPrompt prompt) {
        return true;
    }

    @Override
    public List<Float> embedding() {
        List<Float> numbers = new ArrayList<>(state.matrix().length);
        for (float number : state.matrix()) {
            numbers.add(number);
        }
        return numbers;
    }

    /** A gradient of an earlier matrix counts as one of this: it is as many steps old as rounds are in flight. */
    @Override
    public Optional<LearningStep> learn(List<ScoredPrompt> round) {
        List<float[]> gradients = round.stream()
                .filter(scored -> isPlaceholder(scored.prompt().text()))
                .flatMap(scored -> scored.usableGradient(state.matrix().length).stream())
                .toList();
        if (gradients.isEmpty()) {
            return Optional.empty();
        }
        float[] mean = new float[state.matrix().length];
        for (float[] gradient : gradients) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += gradient[i] / gradients.size();
            }
        }
        state.step(mean, settings);
        return Optional.of(new LearningStep(OptionalDouble.empty(), gradients.size()));
    }

    /** The gradient is not of rewards. */
    @Override
    public void forgetRewards() {}

    @Override
    public long roundSeed(String roundId) {
        return SplitMix.mix(state.random().state(), roundId);
    }

    @Override
    public SamplingTruncation truncation() {
        return new SamplingTruncation(0, 0, 1);
    }

    @Override
    public PolicyState state() {
        return state.write();
    }
}
