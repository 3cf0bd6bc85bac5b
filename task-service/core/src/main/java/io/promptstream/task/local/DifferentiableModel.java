package io.promptstream.task.local;

import io.promptstream.languagemodel.softprompt.PromptGradient;
import io.promptstream.languagemodel.softprompt.PromptSlot;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.List;

/** A causal language model whose embeddings and gradients can be seen. Safe for use by several threads. */
public interface DifferentiableModel extends CausalModel {
    /** Embeddings of all tokens, without positions, {@code [vocabularySize][width]}. */
    float[][] embeddingTable();

    /** Logits of the candidates behind each slot with these embeddings {@code [length][width]} in it. */
    float[][] score(float[][] prompt, List<PromptSlot> slots, Tokens candidates);

    /**
     * The same, with the gradient of the mean cross-entropy.
     *
     * @param labels for each slot the index of the right candidate
     */
    PromptGradient promptGradient(float[][] prompt, List<PromptSlot> slots, Tokens candidates, int[] labels);
}
