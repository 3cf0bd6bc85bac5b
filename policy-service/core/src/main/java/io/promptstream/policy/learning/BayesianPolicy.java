package io.promptstream.policy.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Explores by what a Bayesian linear model expects a prompt to earn ({@link RewardRegression}). A prompt of words {@code a} is
 * drawn with probability {@code p(n) prod_t softmax(u_t / T)(a_t)}, where {@code u} is a word's upper confidence bound at its
 * place; {@code p(n)} is proportional to {@code exp(u_n / T) prod_t mean_v exp(m_t(v) / T)}, with expected values {@code m}: before
 * anything is known every
 * length is as probable as any other, and so is every word. Rewards enter as differences from the mean of the prompts that were
 * tried on the same query, in units of the rounds' running deviation.
 */
public final class BayesianPolicy implements Policy {
    private final FrozenLanguageModel model;
    private final BayesianSettings settings;
    private final BayesianState state;

    BayesianPolicy(FrozenLanguageModel model, BayesianSettings settings, BayesianState state) {
        this.model = model;
        this.settings = settings;
        this.state = state;
    }

    @Override
    public List<SampledPrompt> sample(int count, long seed) {
        return sample(count, seed, List.of(ContextualRegression.ALL));
    }

    @Override
    public List<SampledPrompt> sample(int count, long seed, List<Integer> contexts) {
        Map<Integer, PromptDistribution> distributions = new HashMap<>();
        List<SampledPrompt> prompts = new ArrayList<>(count);
        for (int n = 0; n < count; n++) {
            int context = contexts.get(n % contexts.size());
            PromptDistribution distribution = distributions.computeIfAbsent(
                    context, each -> distribution(state.rewards().of(each)));
            long own = SplitMix.mix(seed, n);
            int[] drawn = distribution.draw(new SplitMix(own));
            prompts.add(new SampledPrompt(
                    written(drawn),
                    distribution.logProbability(drawn),
                    own,
                    state.rewards().known(context)));
        }
        return prompts;
    }

    @Override
    public double[] logProbabilities(List<WrittenPrompt> prompts) {
        PromptDistribution distribution = distribution(state.rewards().overall());
        return prompts.stream()
                .mapToDouble(prompt ->
                        words(prompt).map(distribution::logProbability).orElse(Double.NEGATIVE_INFINITY))
                .toArray();
    }

    private PromptDistribution distribution(RewardRegression regression) {
        int longest = settings.longestPrompt();
        double[] byLength = new double[longest];
        double[][] byPlace = new double[longest][];
        double[][] expected = new double[longest][];
        for (int place = 0; place < longest; place++) {
            byLength[place] = regression.promise(place + 1, settings.optimism()) / settings.temperature();
            byPlace[place] = promises(regression, place, settings.optimism(), settings.temperature());
            expected[place] = promises(regression, place, /* optimism= */ 0, settings.temperature());
        }
        return PromptDistribution.of(byLength, byPlace, expected);
    }

    /** Upper confidence bound of every word at a place, divided by the temperature. */
    private double[] promises(RewardRegression regression, int place, double optimism, double temperature) {
        double[] promises = new double[state.words().count()];
        Arrays.setAll(
                promises, word -> regression.promise(place, state.words().features(word), optimism) / temperature);
        return promises;
    }

    @Override
    public WrittenPrompt greedy() {
        int[] best = new int[settings.longestPrompt()];
        int length = 1;
        double highest = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (int place = 0; place < best.length; place++) {
            double[] promises = promises(state.rewards().overall(), place, /* optimism= */ 0, /* temperature= */ 1);
            best[place] = largest(promises);
            sum += promises[best[place]];
            double reward = state.rewards().overall().promise(place + 1, 0) + sum;
            if (reward > highest) {
                highest = reward;
                length = place + 1;
            }
        }
        return written(Arrays.copyOf(best, length));
    }

    private static int largest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] > values[best] ? i : best;
        }
        return best;
    }

    @Override
    public Optional<LearningStep> learn(List<ScoredPrompt> round) {
        return learn(round, Map.of(), 0);
    }

    @Override
    public Optional<LearningStep> learn(List<ScoredPrompt> round, Map<Integer, Integer> contexts, int count) {
        List<DescribedPrompt> usable =
                round.stream().flatMap(scored -> described(scored).stream()).toList();
        List<ScoredPrompt> scored = usable.stream().map(DescribedPrompt::scored).toList();
        if (usable.size() < ContextualRegression.FEWEST_PROMPTS
                || !Arrays.stream(Advantages.of(scored)).allMatch(Double::isFinite)) {
            return Optional.empty();
        }
        state.normaliser().remember(scored);
        double squares = state.rewards()
                .observe(usable, contexts, count, state.normaliser().meanDeviation());
        state.random().nextLong();
        return Optional.of(new LearningStep(OptionalDouble.of(squares), usable.size()));
    }

    /** Nothing where the model knows none of the prompt's words. */
    private Optional<DescribedPrompt> described(ScoredPrompt scored) {
        int[] words = described(scored.prompt());
        return words.length == 0
                ? Optional.empty()
                : Optional.of(new DescribedPrompt(
                        scored,
                        Arrays.stream(words).mapToObj(state.words()::features).toArray(double[][]::new)));
    }

    /**
     * Indices of the words that the model knows a prompt by, the last one first: all of its own, the last ones of a prompt that
     * people wrote.
     */
    private int[] described(WrittenPrompt prompt) {
        return words(prompt)
                .orElseGet(() -> prompt.tokens().isEmpty()
                        ? state.words().lastOf(prompt.text(), settings.longestPrompt())
                        : new int[0]);
    }

    /** Indices of the prompt's words, the last one first; nothing where this policy cannot write it. */
    private Optional<int[]> words(WrittenPrompt prompt) {
        int length = prompt.tokens().size();
        if (length == 0 || length > settings.longestPrompt()) {
            return Optional.empty();
        }
        int[] found = new int[length];
        for (int place = 0; place < length; place++) {
            Optional<Integer> word = state.words().ofToken(prompt.tokens().get(length - 1 - place));
            if (word.isEmpty()) {
                return Optional.empty();
            }
            found[place] = word.get();
        }
        return Optional.of(found);
    }

    /** @param drawn indices of words, the last one first */
    private WrittenPrompt written(int[] drawn) {
        int[] tokens = new int[drawn.length];
        for (int place = 0; place < drawn.length; place++) {
            tokens[drawn.length - 1 - place] = state.words().token(drawn[place]);
        }
        return WrittenPrompt.of(model, tokens);
    }

    @Override
    public void forgetRewards() {
        state.normaliser().forget();
    }

    @Override
    public void learnAgain() {
        forgetRewards();
        state.rewards().forget();
    }

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
