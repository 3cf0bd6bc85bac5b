package io.promptstream.local.model;

import io.promptstream.languagemodel.Generated;
import io.promptstream.languagemodel.GenerationRequest;
import io.promptstream.languagemodel.ScoringRequest;
import io.promptstream.languagemodel.Tokens;
import io.promptstream.task.local.CausalModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A model that encodes a text only once: the same prompts are tried on every input. */
final class RememberingModel implements CausalModel {

    private static final int MOST_TEXTS = 200_000;

    private final CausalModel model;
    private final Map<String, Tokens> encoded = new ConcurrentHashMap<>();

    RememberingModel(CausalModel model) {
        this.model = model;
    }

    @Override
    public String fingerprint() {
        return model.fingerprint();
    }

    @Override
    public int positions() {
        return model.positions();
    }

    @Override
    public Tokens encode(String text) {
        return encoded.size() < MOST_TEXTS ? encoded.computeIfAbsent(text, model::encode) : model.encode(text);
    }

    @Override
    public Map<String, Integer> specialTokens() {
        return model.specialTokens();
    }

    @Override
    public int fewestTokens(String text) {
        return model.fewestTokens(text);
    }

    @Override
    public String decode(Tokens tokens) {
        return model.decode(tokens);
    }

    @Override
    public List<float[][]> score(List<ScoringRequest> requests) {
        return model.score(requests);
    }

    @Override
    public List<Generated> generate(List<GenerationRequest> requests) {
        return model.generate(requests);
    }
}
