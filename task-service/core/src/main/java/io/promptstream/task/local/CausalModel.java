package io.promptstream.task.local;

import io.promptstream.languagemodel.generation.Generated;
import io.promptstream.languagemodel.generation.GenerationRequest;
import io.promptstream.languagemodel.scoring.ScoringRequest;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.List;
import java.util.Map;

/** What a local task model needs of a causal language model. Safe for use by several threads. */
public interface CausalModel {
    /** What identifies the weights. */
    String fingerprint();

    /** The most tokens that one sequence may hold. */
    int positions();

    /** Tokens of a text in which no name of a special token has a meaning. */
    Tokens encode(String text);

    /** A number of tokens that the text has at least, found without encoding it; 0 if nothing is known. */
    default int fewestTokens(String text) {
        return 0;
    }

    /** Ids of the special tokens by their names. */
    default Map<String, Integer> specialTokens() {
        return Map.of();
    }

    String decode(Tokens tokens);

    /** Logits of the candidates behind each suffix, {@code [suffixes][candidates]}, one matrix per request. */
    List<float[][]> score(List<ScoringRequest> requests);

    /** One continuation per request, in the same order. */
    List<Generated> generate(List<GenerationRequest> requests);
}
