package io.promptstream.task.template;

import java.util.List;
import java.util.Optional;

/**
 * The prompt of a rendering as embeddings, for what cannot be said of it as text.
 *
 * @param around what is read before the prompt and behind it
 * @param text the prompt with the white space before it
 * @param embedding what is read in the text's place, row by row; empty: the text is
 * @param gradientLabel name of the label whose loss is differentiated; empty: none is
 */
public record PromptPlace(Surroundings around, String text, List<Float> embedding, Optional<String> gradientLabel) {
    public PromptPlace {
        embedding = List.copyOf(embedding);
    }

    public boolean isSoft() {
        return !embedding.isEmpty();
    }
}
