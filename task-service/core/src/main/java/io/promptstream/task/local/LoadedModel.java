package io.promptstream.task.local;

import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.languagemodel.generation.Generated;
import io.promptstream.languagemodel.generation.GenerationRequest;
import io.promptstream.languagemodel.scoring.CacheStatistics;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.softprompt.PromptGradient;
import io.promptstream.languagemodel.softprompt.PromptSlot;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A GPT-2-family model from a Hugging Face directory. */
public final class LoadedModel implements DifferentiableModel, AutoCloseable {
    private final String fingerprint;
    private final LanguageModel model;

    private LoadedModel(String fingerprint, LanguageModel model) {
        this.fingerprint = fingerprint;
        this.model = model;
    }

    /**
     * Loads a model.
     *
     * @throws io.promptstream.languagemodel.format.ModelFormatException if the directory holds no model that is supported
     */
    public static LoadedModel load(Path directory) {
        LanguageModel model = LanguageModel.load(directory);
        try {
            return new LoadedModel(Fingerprint.of(directory), model);
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The model itself; closed with this. */
    public LanguageModel languageModel() {
        return model;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    /** What was computed once for several prompts, and what memory that takes. */
    public CacheStatistics prefixCache() {
        return model.prefixCacheStatistics();
    }

    @Override
    public int positions() {
        return model.configuration().positions();
    }

    @Override
    public Tokens encode(String text) {
        return text.isEmpty() ? Tokens.empty() : model.tokenizer().encode(text);
    }

    @Override
    public int fewestTokens(String text) {
        return model.tokenizer().fewestTokens(text);
    }

    @Override
    public Map<String, Integer> specialTokens() {
        return model.tokenizer().specialTokens();
    }

    @Override
    public String decode(Tokens tokens) {
        return tokens.isEmpty() ? "" : model.tokenizer().decode(tokens);
    }

    @Override
    public List<float[][]> score(List<ScoringRequest> requests) {
        return model.score(requests);
    }

    @Override
    public float[][] embeddingTable() {
        return model.embeddingTable();
    }

    @Override
    public int width() {
        return model.configuration().width();
    }

    @Override
    public float[][] score(List<PromptSlot> slots, Tokens candidates) {
        return model.score(slots, candidates);
    }

    @Override
    public List<PromptGradient> promptGradients(List<PromptSlot> slots, Tokens candidates, int[] labels) {
        return model.promptGradients(slots, candidates, labels);
    }

    @Override
    public List<Generated> generate(List<GenerationRequest> requests) {
        return model.generate(requests);
    }

    @Override
    public void close() {
        model.close();
    }
}
