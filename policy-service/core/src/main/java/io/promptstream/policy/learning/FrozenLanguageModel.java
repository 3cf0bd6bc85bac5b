package io.promptstream.policy.learning;

/**
 * What a policy needs of the language model below it. The model never changes, and equal calls give equal results, bit
 * for bit. Not safe for use by several threads.
 */
public interface FrozenLanguageModel {
    /** Size of a hidden state. */
    int width();

    int vocabularySize();

    /** The token that stands before every prompt. */
    int endOfTextToken();

    /**
     * Final hidden states of sequences of equal length.
     *
     * @param sequences token ids {@code [sequences][length]}, at least one of each
     * @return {@code [sequences][length][width]}; position {@code t} depends on tokens {@code 0..t} only
     */
    float[][][] hiddenStates(int[][] sequences);

    /** Rows of the output head, which is tied to the embedding: {@code [vocabularySize][width]}; not to be changed. */
    float[][] outputEmbedding();

    /**
     * How frequent each token is: the sum of the next-token distributions over 64 texts of 16 tokens that the model writes
     * itself. Costs as much as reading thousands of tokens.
     *
     * @param seed of the texts
     * @return {@code [vocabularySize]}; not to be changed
     */
    default double[] tokenFrequencies(long seed) {
        return TokenFrequencies.of(this, seed);
    }

    /** Ids of a text. */
    int[] tokens(String text);

    /** The text of the tokens, spaces included. */
    String text(int... tokens);

    /** Identifies the weights: policies on another model start over. */
    String fingerprint();
}
