package io.promptstream.languagemodel;

import java.nio.file.Path;

/**
 * The shape of a GPT-2-family model, as its {@code config.json} declares it.
 *
 * @param vocabularySize number of token ids, including the end of text
 * @param positions the most tokens that one sequence may hold
 * @param width size of a hidden state
 * @param layers number of blocks
 * @param heads attention heads of a block; divides {@code width}
 * @param layerNormEpsilon added to the variance in every layer norm
 * @param activation non-linearity of the feed-forward part, which is four times as wide as a hidden state
 * @param endOfTextId the token that ends a text
 */
public record Gpt2Configuration(
        int vocabularySize,
        int positions,
        int width,
        int layers,
        int heads,
        double layerNormEpsilon,
        Activation activation,
        int endOfTextId) {

    public Gpt2Configuration {
        requirePositive(vocabularySize, "vocabularySize");
        requirePositive(positions, "positions");
        requirePositive(width, "width");
        requirePositive(layers, "layers");
        requirePositive(heads, "heads");
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "width %d is not divisible by heads %d: choose heads that divide the width"
                            .formatted(width, heads));
        }
        if (!(layerNormEpsilon > 0)) {
            throw new IllegalArgumentException(
                    "layerNormEpsilon is %s: write a small positive number such as 1e-5".formatted(layerNormEpsilon));
        }
        if (endOfTextId < 0 || endOfTextId >= vocabularySize) {
            throw new IllegalArgumentException("endOfTextId %d is not a token: write an id from 0 to %d"
                    .formatted(endOfTextId, vocabularySize - 1));
        }
    }

    /** Size of the feed-forward part. */
    public int innerWidth() {
        return 4 * width;
    }

    /** Size of one attention head. */
    public int headWidth() {
        return width / heads;
    }

    /**
     * Reads a Hugging Face {@code config.json}.
     *
     * @throws ModelFormatException if the file is missing or malformed, or declares an architecture or option that is
     *     not supported; the message names the field
     */
    public static Gpt2Configuration read(Path configJson) {
        return Gpt2ConfigurationFile.read(configJson);
    }

    /** Writes a {@code config.json} that this class and Hugging Face's {@code GPT2LMHeadModel} load. */
    public void write(Path configJson) {
        Gpt2ConfigurationFile.write(this, configJson);
    }

    private static void requirePositive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException("%s is %d: write a positive number".formatted(name, value));
        }
    }
}
