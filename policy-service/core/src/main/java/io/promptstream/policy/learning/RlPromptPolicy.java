package io.promptstream.policy.learning;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * RLPrompt (arXiv 2205.12548): a small trainable layer between the last hidden state and the head of a frozen language
 * model, learned by soft Q-learning with path consistency. A token's logit is its soft Q value, so the same network is
 * policy and critic. Path consistency holds for prompts that any policy wrote, so that with a replay buffer (PIN, arXiv
 * 2407.14733) a step learns earlier prompts again beside those of the round.
 */
public final class RlPromptPolicy implements Policy {
    /** z-scores need something to compare. */
    private static final int FEWEST_PROMPTS = 2;
    /** Bounds the logits in memory. */
    private static final int MOST_AT_ONCE = 64;

    private final FrozenLanguageModel model;
    private final PolicySettings settings;
    private final OutputHead head;
    private final FluencyMask fluency;
    private final RlPromptState state;

    RlPromptPolicy(FrozenLanguageModel model, PolicySettings settings, RlPromptState state) {
        this.model = model;
        this.settings = settings;
        this.state = state;
        this.head = new OutputHead(state.tokens(), model.outputEmbedding(), (float) settings.logitBias());
        this.fluency = new FluencyMask(head, settings.fluencyTopK());
    }

    @Override
    public List<SampledPrompt> sample(int count, long seed) {
        long[] seeds = new long[count];
        SplitMix[] random = new SplitMix[count];
        for (int n = 0; n < count; n++) {
            seeds[n] = SplitMix.mix(seed, n);
            random[n] = new SplitMix(seeds[n]);
        }
        double[] logProbabilities = new double[count];
        int[][] tokens = write(count, (n, logits) -> {
            int drawn = TopTokens.draw(logits, settings.topK(), random[n].nextDouble());
            logProbabilities[n] += logits[drawn] - OutputHead.value(logits);
            return drawn;
        });
        return IntStream.range(0, count)
                .mapToObj(n -> new SampledPrompt(WrittenPrompt.of(model, tokens[n]), logProbabilities[n], seeds[n]))
                .toList();
    }

    @Override
    public double[] logProbabilities(List<WrittenPrompt> prompts) {
        double[] logProbabilities = new double[prompts.size()];
        Arrays.fill(logProbabilities, Double.NEGATIVE_INFINITY);
        int[] mine = IntStream.range(0, prompts.size())
                .filter(n -> isMine(prompts.get(n)))
                .toArray();
        for (int from = 0; from < mine.length; from += MOST_AT_ONCE) {
            int[] part = Arrays.copyOfRange(mine, from, Math.min(from + MOST_AT_ONCE, mine.length));
            double[] found = logProbabilities(Arrays.stream(part)
                    .mapToObj(n -> prompts.get(n).tokenArray())
                    .toArray(int[][]::new));
            for (int i = 0; i < part.length; i++) {
                logProbabilities[part[i]] = found[i];
            }
        }
        return logProbabilities;
    }

    private double[] logProbabilities(int[][] prompts) {
        float[][] states = statesBefore(prompts);
        float[][] logits = head.logits(Adapter.forward(state.online(), states).output());
        fluency.apply(states, logits);
        int length = settings.promptLength();
        double[] sums = new double[prompts.length];
        for (int position = 0; position < logits.length; position++) {
            float logit = logits[position][head.indexOf(prompts[position / length][position % length])];
            sums[position / length] +=
                    logit > OutputHead.MASKED ? logit - OutputHead.value(logits[position]) : Double.NEGATIVE_INFINITY;
        }
        return sums;
    }

    @Override
    public WrittenPrompt greedy() {
        return WrittenPrompt.of(model, write(1, (n, logits) -> TopTokens.best(logits))[0]);
    }

    @Override
    public Optional<LearningStep> learn(List<ScoredPrompt> round) {
        List<ScoredPrompt> usable =
                round.stream().filter(scored -> isMine(scored.prompt())).toList();
        if (usable.size() < FEWEST_PROMPTS) {
            return Optional.empty();
        }
        double[] standardised = state.normaliser().standardise(usable, settings.normalisation());
        List<ReplayBuffer.Replayed> fresh = IntStream.range(0, standardised.length)
                .mapToObj(n -> new ReplayBuffer.Replayed(usable.get(n).prompt().tokenArray(), standardised[n]))
                .toList();
        long seed = SplitMix.mix(state.random().state(), "replay");
        List<ReplayBuffer.Replayed> learned = state.replay().beside(fresh, settings.replayedPerStep(), seed);
        int[][] prompts = learned.stream().map(ReplayBuffer.Replayed::tokens).toArray(int[][]::new);
        double[] rewards = RewardNormaliser.scaled(
                learned.stream().mapToDouble(ReplayBuffer.Replayed::reward).toArray(), settings);
        if (!Arrays.stream(rewards).allMatch(Double::isFinite)) {
            return Optional.empty();
        }
        AdapterWeights targetBefore = state.target().copy();
        state.target().approach(state.online(), (float) settings.targetRate());
        AdapterWeights gradient = AdapterWeights.zeros(model.width(), settings.hiddenSize());
        double loss = lossAndGradient(prompts, rewards, gradient);
        if (!Double.isFinite(loss) || !Double.isFinite(gradient.norm())) {
            // A single step with it would ruin the weights for good.
            state.target().approach(targetBefore, 1);
            return Optional.empty();
        }
        state.normaliser().remember(usable);
        fresh.forEach(state.replay()::add);
        state.adam().step(state.online(), gradient, settings.learningRate(), settings.gradientClip());
        state.random().nextLong();
        return Optional.of(new LearningStep(OptionalDouble.of(loss), fresh.size()));
    }

    /**
     * Mean loss of the prompts; adds its gradient with respect to the online weights to {@code gradient}.
     *
     * @param prompts token ids {@code [n][promptLength]}
     * @param rewards normalised rewards {@code [n]}
     */
    double lossAndGradient(int[][] prompts, double[] rewards, AdapterWeights gradient) {
        int length = settings.promptLength();
        float[][] inputs = statesBefore(prompts);
        int[] actions = new int[inputs.length];
        for (int position = 0; position < actions.length; position++) {
            actions[position] = head.indexOf(prompts[position / length][position % length]);
        }
        Adapter.Activations activations = Adapter.forward(state.online(), inputs);
        float[][] logits = head.logits(activations.output());
        float[][] targetLogits =
                head.logits(Adapter.forward(state.target(), inputs).output());
        fluency.apply(inputs, actions, logits, targetLogits);

        double[] advantageGradient = new double[inputs.length];
        double loss = 0;
        for (int n = 0; n < prompts.length; n++) {
            double[] advantages = new double[length];
            double[] targetValues = new double[length];
            double[] slope = new double[length];
            for (int t = 0; t < length; t++) {
                int position = n * length + t;
                advantages[t] = logits[position][actions[position]] - OutputHead.value(logits[position]);
                targetValues[t] = OutputHead.value(targetLogits[position]);
            }
            loss += PathConsistency.loss(advantages, targetValues, rewards[n], slope) / prompts.length;
            for (int t = 0; t < length; t++) {
                advantageGradient[n * length + t] = slope[t] / prompts.length;
            }
        }
        float[][] outputGradient = outputGradient(logits, actions, advantageGradient);
        Adapter.backward(state.online(), inputs, activations, outputGradient, gradient);
        return loss;
    }

    /** {@code dA/dy = E[a] - sum_v p_v E[v]}; the logits become probabilities. */
    private float[][] outputGradient(float[][] logits, int[] actions, double[] advantageGradient) {
        for (float[] row : logits) {
            OutputHead.softmax(row);
        }
        float[][] gradient = head.expectedEmbedding(logits);
        for (int position = 0; position < gradient.length; position++) {
            float[] chosen = head.embedding(actions[position]);
            float slope = (float) advantageGradient[position];
            for (int i = 0; i < chosen.length; i++) {
                gradient[position][i] = slope * (chosen[i] - gradient[position][i]);
            }
        }
        return gradient;
    }

    /** Hidden states from which each token of each prompt was drawn: {@code [n * length][width]}. */
    private float[][] statesBefore(int[][] prompts) {
        int length = settings.promptLength();
        int[][] sequences = new int[prompts.length][length];
        for (int n = 0; n < prompts.length; n++) {
            sequences[n][0] = model.endOfTextToken();
            System.arraycopy(prompts[n], 0, sequences[n], 1, length - 1);
        }
        return Arrays.stream(model.hiddenStates(sequences))
                .flatMap(Arrays::stream)
                .toArray(float[][]::new);
    }

    private boolean isMine(WrittenPrompt prompt) {
        return prompt.tokens().size() == settings.promptLength()
                && prompt.tokens().stream().allMatch(token -> head.indexOf(token) >= 0);
    }

    private interface Choice {
        /** Index of the next token of prompt {@code n}. */
        int next(int n, float[] logits);
    }

    private int[][] write(int count, Choice choice) {
        int length = settings.promptLength();
        int[][] sequences = new int[count][];
        Arrays.setAll(sequences, n -> new int[] {model.endOfTextToken()});
        for (int t = 0; t < length; t++) {
            float[][][] states = model.hiddenStates(sequences);
            float[][] last = new float[count][];
            for (int n = 0; n < count; n++) {
                last[n] = states[n][t];
            }
            float[][] logits = head.logits(Adapter.forward(state.online(), last).output());
            fluency.apply(last, logits);
            for (int n = 0; n < count; n++) {
                sequences[n] = Arrays.copyOf(sequences[n], t + 2);
                sequences[n][t + 1] = head.token(choice.next(n, logits[n]));
            }
        }
        return Arrays.stream(sequences)
                .map(sequence -> Arrays.copyOfRange(sequence, 1, length + 1))
                .toArray(int[][]::new);
    }

    @Override
    public void forgetRewards() {
        state.normaliser().forget();
        state.replay().clear();
    }

    @Override
    public long roundSeed(String roundId) {
        return SplitMix.mix(state.random().state(), roundId);
    }

    @Override
    public SamplingTruncation truncation() {
        return new SamplingTruncation(settings.topK(), settings.fluencyTopK(), head.size());
    }

    @Override
    public PolicyState state() {
        return state.write();
    }
}
