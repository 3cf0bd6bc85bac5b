package io.promptstream.languagemodel;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.promptstream.languagemodel.checkpoint.Gpt2ConfigurationFile;
import io.promptstream.languagemodel.checkpoint.Gpt2WeightsFile;
import io.promptstream.languagemodel.format.ModelFormatException;
import io.promptstream.languagemodel.generation.Generated;
import io.promptstream.languagemodel.generation.GenerationRequest;
import io.promptstream.languagemodel.generation.Generator;
import io.promptstream.languagemodel.network.FloatRows;
import io.promptstream.languagemodel.network.Gpt2Configuration;
import io.promptstream.languagemodel.network.Gpt2Network;
import io.promptstream.languagemodel.network.Gpt2Weights;
import io.promptstream.languagemodel.network.TokenBatch;
import io.promptstream.languagemodel.network.TorchEngine;
import io.promptstream.languagemodel.scoring.CacheStatistics;
import io.promptstream.languagemodel.scoring.PrefixCache;
import io.promptstream.languagemodel.scoring.Scorer;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.softprompt.PromptGradient;
import io.promptstream.languagemodel.softprompt.PromptSlot;
import io.promptstream.languagemodel.softprompt.SoftPromptScorer;
import io.promptstream.languagemodel.tokenizer.Tokenizer;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A GPT-2-family model loaded from a Hugging Face directory. Tensors stay inside: arguments and results are plain Java.
 *
 * <p>Thread-safe, and meant to be shared: weights and the prefix cache exist once, every call runs on the caller's thread
 * with one torch thread, so N workers are N threads that call. A result is the same within 1e-4 whatever else is in
 * the batch. {@link #close} waits for running calls.
 *
 * <p>All methods throw {@link TooManyTokensException} for a sequence longer than the model's positions, {@link
 * IllegalArgumentException} for one that is empty or holds an id outside of the vocabulary, and {@link
 * IllegalStateException} after {@link #close}.
 */
public final class LanguageModel implements AutoCloseable {
    /** Holds the prefixes of some 800 inputs of 25 tokens for a model of width 192 and 4 blocks. */
    public static final long DEFAULT_PREFIX_CACHE_BYTES = 128L << 20;

    private final NDManager manager;
    private final Gpt2Configuration configuration;
    private final Gpt2Weights weights;
    private final Gpt2Network network;
    private final Tokenizer tokenizer;
    private final PrefixCache cache;
    private final Scorer scorer;
    private final Generator generator;
    private final SoftPromptScorer softPrompts;
    private final InputCheck check;
    private final CloseGuard guard = new CloseGuard();

    private LanguageModel(NDManager manager, Gpt2Weights weights, Tokenizer tokenizer, long prefixCacheBytes) {
        this.manager = manager;
        this.configuration = weights.configuration();
        this.weights = weights;
        this.network = new Gpt2Network(weights);
        this.tokenizer = tokenizer;
        this.cache = new PrefixCache(prefixCacheBytes);
        this.scorer = new Scorer(network, cache, manager, configuration);
        this.generator = new Generator(network, configuration, manager, unused(tokenizer, configuration));
        this.softPrompts = new SoftPromptScorer(network, manager, configuration.width());
        this.check = new InputCheck(configuration);
    }

    /** As {@link #load(Path, long)} with {@link #DEFAULT_PREFIX_CACHE_BYTES}. */
    public static LanguageModel load(Path directory) {
        return load(directory, DEFAULT_PREFIX_CACHE_BYTES);
    }

    /**
     * Loads {@code config.json}, {@code tokenizer.json} and the weights.
     *
     * @param prefixCacheBytes the most native memory that cached prefixes may take; 0 caches nothing
     * @throws ModelFormatException if the directory does not hold a model that is supported
     */
    public static LanguageModel load(Path directory, long prefixCacheBytes) {
        Gpt2ConfigurationFile file = Gpt2ConfigurationFile.read(directory.resolve("config.json"));
        Tokenizer tokenizer = Tokenizer.load(directory.resolve(Tokenizer.FILE));
        NDManager manager = TorchEngine.newManager();
        try {
            Gpt2Weights weights = new Gpt2WeightsFile(directory, file, tokenizer.file()).read(manager);
            return new LanguageModel(manager, weights, tokenizer, prefixCacheBytes);
        } catch (RuntimeException e) {
            manager.close();
            tokenizer.close();
            throw e;
        }
    }

    /** Rows that pad the embedding are dropped: its tokens are those of the tokenizer. */
    public Gpt2Configuration configuration() {
        return configuration;
    }

    private static int[] unused(Tokenizer tokenizer, Gpt2Configuration configuration) {
        BitSet unused = tokenizer.ids();
        unused.flip(0, configuration.vocabularySize());
        return unused.stream().toArray();
    }

    /** Closed with the model. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public CacheStatistics prefixCacheStatistics() {
        return cache.statistics();
    }

    /**
     * Logits of the candidates behind every suffix; the prefix is encoded once, and not at all if it is cached. Requests
     * run together, so pass as many as are at hand.
     *
     * @return per request, {@code [suffix][candidate]}
     */
    public List<float[][]> score(List<ScoringRequest> requests) {
        requests.forEach(check::request);
        return requests.isEmpty() ? List.of() : guard.call(() -> scorer.score(requests));
    }

    /** The same numbers as {@link #score} by encoding every sequence in full: what prefix reuse is measured against. */
    public List<float[][]> scoreWithoutPrefixReuse(List<ScoringRequest> requests) {
        requests.forEach(check::request);
        List<ScoringRequest> whole =
                requests.stream().map(ScoringRequest::withoutPrefix).toList();
        return requests.isEmpty() ? List.of() : guard.call(() -> scorer.score(whole));
    }

    /** Continues every text; results in the order of the requests. */
    public List<Generated> generate(List<GenerationRequest> requests) {
        requests.forEach(check::request);
        return requests.isEmpty() ? List.of() : guard.call(() -> generator.generate(requests));
    }

    /** Final hidden state of every sequence's last token, {@code [sequence][width]}. */
    public float[][] lastHidden(List<Tokens> sequences) {
        return perSequence("last_hidden", sequences, configuration.width());
    }

    /** Logits of the token that would follow every sequence, {@code [sequence][vocabularySize]}. */
    public float[][] nextTokenLogits(List<Tokens> sequences) {
        return perSequence("next_logits", sequences, configuration.vocabularySize());
    }

    /** Logarithm of the probability of every token but the first, behind those before it. */
    public float[] logProbabilities(Tokens sequence) {
        check.sequence(sequence);
        return guard.call(() -> {
            try (NDManager call = manager.newSubManager()) {
                NDList ids = new NDList(new TokenBatch(0, List.of(sequence)).ids(call));
                return network.call("log_probabilities", ids).singletonOrThrow().toFloatArray();
            }
        });
    }

    /** Final hidden states of all tokens, {@code [sequence][token][width]}. */
    public float[][][] hiddenStates(List<Tokens> sequences) {
        int width = configuration.width();
        float[][][] results = new float[sequences.size()][][];
        forEachBatch(sequences, (batch, call) -> {
            float[] states = network.hidden(batch.ids(call)).toFloatArray();
            for (int row = 0; row < batch.sequences().size(); row++) {
                int from = row * batch.length() * width;
                int size = batch.sequences().get(row).size();
                results[batch.first() + row] = FloatRows.cut(states, from, size, width);
            }
        });
        return results;
    }

    /**
     * Embeddings of all tokens, without positions, {@code [vocabularySize][width]}: also the frozen head, which is tied to
     * them.
     */
    public float[][] embeddingTable() {
        float[] values = guard.call(() -> weights.values("wte.weight"));
        return FloatRows.cut(values, 0, configuration.vocabularySize(), configuration.width());
    }

    /**
     * Logits of the candidates behind every slot. The prompts of a call have equally many rows.
     *
     * @return {@code [slot][candidate]}
     */
    public float[][] score(List<PromptSlot> slots, Tokens candidates) {
        check.slots(slots, candidates);
        return guard.call(() -> softPrompts.score(slots, candidates));
    }

    /**
     * The same, each with the gradient of the right candidate's cross-entropy.
     *
     * @param labels for each slot the index of the right one in {@code candidates}
     */
    public List<PromptGradient> promptGradients(List<PromptSlot> slots, Tokens candidates, int[] labels) {
        check.slots(slots, candidates);
        check.labels(labels, slots.size(), candidates.size());
        return guard.call(() -> softPrompts.gradients(slots, candidates, labels.clone()));
    }

    @Override
    public void close() {
        guard.close(() -> {
            manager.close();
            tokenizer.close();
        });
    }

    private float[][] perSequence(String method, List<Tokens> sequences, int columns) {
        float[][] results = new float[sequences.size()][];
        forEachBatch(sequences, (batch, call) -> {
            float[] values = network.call(method, new NDList(batch.ids(call), batch.last(call)))
                    .singletonOrThrow()
                    .toFloatArray();
            int rows = batch.sequences().size();
            System.arraycopy(FloatRows.cut(values, 0, rows, columns), 0, results, batch.first(), rows);
        });
        return results;
    }

    private void forEachBatch(List<Tokens> sequences, BiConsumer<TokenBatch, NDManager> run) {
        sequences.forEach(check::sequence);
        guard.call(() -> {
            List<TokenBatch> batches = TokenBatch.split(sequences);
            for (TokenBatch batch : batches) {
                try (NDManager call = manager.newSubManager()) {
                    run.accept(batch, call);
                }
            }
            return batches;
        });
    }
}
