package io.promptstream.policy.learning;

import io.promptstream.languagemodel.EmbeddingFingerprint;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** A {@link LanguageModel} as policies see it. Made once and shared: unlike other implementations it is thread-safe. */
public final class PretrainedLanguageModel implements FrozenLanguageModel {
    private static final int MOST_REMEMBERED = 32;

    private final LanguageModel model;
    private final float[][] embedding;
    private final String fingerprint;
    /** Every task with the same seed asks for the same, and all others wait meanwhile; the latest by seed. */
    private final Map<Long, double[]> frequencies = new LinkedHashMap<>();

    /** Takes a model that stays open as long as this object is used. */
    public PretrainedLanguageModel(LanguageModel model) {
        this.model = model;
        this.embedding = model.embeddingTable();
        this.fingerprint = EmbeddingFingerprint.of(embedding);
    }

    @Override
    public int width() {
        return model.configuration().width();
    }

    @Override
    public int vocabularySize() {
        return embedding.length;
    }

    @Override
    public int endOfTextToken() {
        return model.configuration().endOfTextId();
    }

    @Override
    public float[][][] hiddenStates(int[][] sequences) {
        return model.hiddenStates(Arrays.stream(sequences).map(Tokens::of).toList());
    }

    @Override
    public float[][] outputEmbedding() {
        return embedding;
    }

    @Override
    public double[] tokenFrequencies(long seed) {
        synchronized (frequencies) {
            double[] known = frequencies.get(seed);
            if (known == null) {
                known = FrozenLanguageModel.super.tokenFrequencies(seed);
                frequencies.put(seed, known);
                if (frequencies.size() > MOST_REMEMBERED) {
                    frequencies.remove(frequencies.keySet().iterator().next());
                }
            }
            return known;
        }
    }

    @Override
    public int[] tokens(String text) {
        return model.tokenizer().encode(text).toArray();
    }

    @Override
    public String text(int... tokens) {
        return model.tokenizer().decode(Tokens.of(tokens));
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }
}
