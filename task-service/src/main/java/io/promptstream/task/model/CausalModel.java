package io.promptstream.task.model;

import io.promptstream.languagemodel.Generated;
import io.promptstream.languagemodel.GenerationRequest;
import io.promptstream.languagemodel.ScoringRequest;
import io.promptstream.languagemodel.Tokens;
import java.util.List;

/** What a local task model needs of a causal language model. Safe for use by several threads. */
public interface CausalModel {
    /** What identifies the weights. */
    String fingerprint();

    /** The most tokens that one sequence may hold. */
    int positions();

    Tokens encode(String text);

    String decode(Tokens tokens);

    /** Logits of the candidates behind each suffix, {@code [suffixes][candidates]}, one matrix per request. */
    List<float[][]> score(List<ScoringRequest> requests);

    /** One continuation per request, in the same order. */
    List<Generated> generate(List<GenerationRequest> requests);
}
