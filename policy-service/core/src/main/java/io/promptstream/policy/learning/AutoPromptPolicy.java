package io.promptstream.policy.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * AutoPrompt (Shin et al. 2020, arXiv 2010.15980): each round tries the trigger words as they are, and with other words at one
 * place: those of which the gradient promises most, to first order {@code -gradient . (E[new] - E[old])}. The best of the round is
 * the trigger from then on, and the next place is tried. Here the best is by mean reward on the round's own queries, and the
 * gradient is that of the trigger of the round before, whose word at the place before may have been replaced since; so only one
 * prompt of a round needs a gradient.
 */
public final class AutoPromptPolicy implements Policy {
    private final FrozenLanguageModel model;
    private final AutoPromptSettings settings;
    private final AutoPromptState state;

    AutoPromptPolicy(FrozenLanguageModel model, AutoPromptSettings settings, AutoPromptState state) {
        this.model = model;
        this.settings = settings;
        this.state = state;
    }

    /** The trigger, then the most promising replacements; again from the beginning where more are asked for. */
    @Override
    public List<SampledPrompt> sample(int count, long seed) {
        List<WrittenPrompt> tried = tried();
        double logProbability = -StrictMath.log(tried.size());
        return IntStream.range(0, count)
                .mapToObj(n -> new SampledPrompt(tried.get(n % tried.size()), logProbability, seed))
                .toList();
    }

    /** Each of a round's prompts is any of those that it tries with equal probability, whatever the others are. */
    @Override
    public double[] logProbabilities(List<WrittenPrompt> prompts) {
        List<List<Integer>> tried = tried().stream().map(WrittenPrompt::tokens).toList();
        return prompts.stream()
                .mapToDouble(prompt ->
                        tried.contains(prompt.tokens()) ? -StrictMath.log(tried.size()) : Double.NEGATIVE_INFINITY)
                .toArray();
    }

    private List<WrittenPrompt> tried() {
        List<WrittenPrompt> tried = new ArrayList<>();
        tried.add(greedy());
        int present = state.trigger()[state.place()];
        double[] order = order();
        IntStream.range(0, order.length)
                .filter(word -> word != present)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer word) -> order[word]))
                .limit(settings.promptsPerRound() - 1L)
                .forEach(word -> {
                    int[] changed = state.trigger().clone();
                    changed[state.place()] = word;
                    tried.add(written(changed));
                });
        return tried;
    }

    /** What decides which words are tried at the place, the lowest first; without a gradient it is chance. */
    private double[] order() {
        double[] order = new double[state.words().count()];
        float[] gradient = state.gradient();
        if (gradient.length == 0) {
            SplitMix random = new SplitMix(state.random().state());
            Arrays.setAll(order, word -> random.nextDouble());
            return order;
        }
        int width = model.width();
        int from = state.place() * width;
        float[][] embeddings = model.outputEmbedding();
        for (int word = 0; word < order.length; word++) {
            float[] embedding = embeddings[state.words().token(word)];
            double product = 0;
            for (int i = 0; i < width; i++) {
                product += (double) gradient[from + i] * embedding[i];
            }
            order[word] = product;
        }
        return order;
    }

    @Override
    public WrittenPrompt greedy() {
        return written(state.trigger());
    }

    @Override
    public boolean wantsGradient(WrittenPrompt prompt) {
        return prompt.equals(greedy());
    }

    /** Nothing is learned of a round that did not try the trigger as it is now: nothing there can be compared with it. */
    @Override
    public Optional<LearningStep> learn(List<ScoredPrompt> round) {
        WrittenPrompt trigger = greedy();
        Optional<ScoredPrompt> found = round.stream()
                .filter(scored -> scored.prompt().tokens().equals(trigger.tokens()))
                .max(Comparator.comparingInt(
                        (ScoredPrompt scored) -> scored.gradient().size()));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        int[] best = state.trigger();
        double highest = 0;
        int compared = 0;
        for (ScoredPrompt scored : round) {
            Optional<int[]> words = words(scored.prompt());
            OptionalDouble lead = lead(scored.byQuery(), found.get().byQuery());
            if (words.isPresent() && lead.isPresent()) {
                compared++;
                if (lead.getAsDouble() > highest) {
                    highest = lead.getAsDouble();
                    best = words.get();
                }
            }
        }
        found.get().usableGradient(best.length * model.width()).ifPresent(state::learned);
        state.next(best);
        return Optional.of(new LearningStep(OptionalDouble.empty(), compared));
    }

    /** Mean difference on the queries that both were tried on. */
    private static OptionalDouble lead(Map<Integer, Double> rewards, Map<Integer, Double> ofTrigger) {
        return rewards.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(reward ->
                        Optional.ofNullable(ofTrigger.get(reward.getKey()))
                                .map(other -> reward.getValue() - other)
                                .stream())
                .mapToDouble(Double::doubleValue)
                .average();
    }

    /** Nothing where this policy cannot write the prompt. */
    private Optional<int[]> words(WrittenPrompt prompt) {
        List<Integer> tokens = prompt.tokens();
        if (tokens.size() != settings.promptLength()) {
            return Optional.empty();
        }
        int[] words = new int[tokens.size()];
        for (int at = 0; at < words.length; at++) {
            Optional<Integer> word = state.words().ofToken(tokens.get(at));
            if (word.isEmpty()) {
                return Optional.empty();
            }
            words[at] = word.get();
        }
        return Optional.of(words);
    }

    private WrittenPrompt written(int[] words) {
        return WrittenPrompt.of(
                model, Arrays.stream(words).map(state.words()::token).toArray());
    }

    /** Rewards are only compared within a round. */
    @Override
    public void forgetRewards() {}

    @Override
    public long roundSeed(String roundId) {
        return SplitMix.mix(state.random().state(), roundId);
    }

    @Override
    public SamplingTruncation truncation() {
        return new SamplingTruncation(0, 0, state.words().count());
    }

    @Override
    public PolicyState state() {
        return state.write();
    }
}
