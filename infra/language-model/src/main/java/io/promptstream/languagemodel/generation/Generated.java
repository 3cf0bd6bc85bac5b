package io.promptstream.languagemodel.generation;

import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.List;

/**
 * A continuation.
 *
 * @param tokens the generated tokens without the end of text
 * @param logProbabilities of each token under the model itself, that is at temperature 1 and without truncation; one more
 *     than tokens if the text ended, for the end of text
 * @param ended whether the model ended the text, rather than running out of tokens
 */
public record Generated(Tokens tokens, List<Float> logProbabilities, boolean ended) {
    public Generated {
        logProbabilities = List.copyOf(logProbabilities);
    }
}
