package io.promptstream.policy.learning;

/**
 * How a {@link SoftPromptPolicy} is tuned.
 *
 * @param promptLength rows of the matrix
 * @param learningRate of Adam
 * @param gradientClip largest Euclidean norm of the gradient
 * @param start the matrix begins as the embeddings of these words, as far as they are words of the vocabulary, and then of
 *     frequent words; empty: of frequent words only
 * @param seed of the frequent words
 */
public record SoftPromptSettings(int promptLength, double learningRate, double gradientClip, String start, long seed) {
    public SoftPromptSettings {
        Require.that(promptLength > 0, "promptLength", promptLength, "a positive number of rows");
        Require.that(learningRate > 0, "learningRate", learningRate, "a positive number");
        Require.that(gradientClip > 0, "gradientClip", gradientClip, "a positive number");
    }
}
