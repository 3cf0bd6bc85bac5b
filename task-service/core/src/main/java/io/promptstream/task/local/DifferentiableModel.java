package io.promptstream.task.local;

import io.promptstream.languagemodel.softprompt.PromptGradient;
import io.promptstream.languagemodel.softprompt.PromptSlot;
import io.promptstream.languagemodel.tokenizer.Tokens;
import java.util.List;

/** A causal language model whose embeddings and gradients can be seen. Safe for use by several threads. */
public interface DifferentiableModel extends CausalModel {
    /** Numbers of an embedding. */
    int width();

    /** Embeddings of all tokens, without positions, {@code [vocabularySize][width]}. */
    float[][] embeddingTable();

    /** Logits of the candidates behind each slot; their prompts have equally many rows. */
    float[][] score(List<PromptSlot> slots, Tokens candidates);

    /**
     * The same, each with the gradient of its cross-entropy.
     *
     * @param labels for each slot the index of the right candidate
     */
    List<PromptGradient> promptGradients(List<PromptSlot> slots, Tokens candidates, int[] labels);
}
