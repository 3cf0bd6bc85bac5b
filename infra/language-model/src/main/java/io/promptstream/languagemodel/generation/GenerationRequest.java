package io.promptstream.languagemodel.generation;

import io.promptstream.languagemodel.tokenizer.Tokens;

/**
 * A text to be continued.
 *
 * @param prompt at least one token
 * @param maximumTokens the most tokens to generate; fewer if the end of text comes first
 * @param sampling how the next token is chosen
 */
public record GenerationRequest(Tokens prompt, int maximumTokens, Sampling sampling) {

    public GenerationRequest {
        if (prompt.isEmpty()) {
            throw new IllegalArgumentException("prompt is empty: begin with the end-of-text token to write freely");
        }
        if (maximumTokens < 1) {
            throw new IllegalArgumentException("maximumTokens is %d: write a positive number".formatted(maximumTokens));
        }
    }
}
