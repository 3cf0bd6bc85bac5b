package io.promptstream.languagemodel.network;

import java.util.List;

/**
 * The shape of a GPT-2-family model, as its {@code config.json} declares it.
 *
 * @param vocabularySize number of token ids, including the end of text
 * @param positions the most tokens that one sequence may hold
 * @param width size of a hidden state
 * @param layers number of blocks
 * @param heads attention heads of a block; divides {@code width}
 * @param layerNormEpsilon added to the variance in every layer norm
 * @param activation non-linearity of the feed-forward part
 * @param endOfTextId the token that ends a text, and stands before one
 * @param innerWidth size of the feed-forward part
 * @param furtherEnds other tokens that end a text that is generated
 */
public record Gpt2Configuration(
        int vocabularySize,
        int positions,
        int width,
        int layers,
        int heads,
        double layerNormEpsilon,
        Activation activation,
        int endOfTextId,
        int innerWidth,
        List<Integer> furtherEnds) {

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
        requirePositive(innerWidth, "innerWidth");
        furtherEnds = List.copyOf(furtherEnds);
        if (endOfTextId < 0 || endOfTextId >= vocabularySize) {
            throw new IllegalArgumentException("endOfTextId %d is not a token: write an id from 0 to %d"
                    .formatted(endOfTextId, vocabularySize - 1));
        }
    }

    /** As published: a feed-forward part of four times the width, and one token that ends a text. */
    public Gpt2Configuration(
            int vocabularySize,
            int positions,
            int width,
            int layers,
            int heads,
            double layerNormEpsilon,
            Activation activation,
            int endOfTextId) {
        this(
                vocabularySize,
                positions,
                width,
                layers,
                heads,
                layerNormEpsilon,
                activation,
                endOfTextId,
                4 * width,
                List.of());
    }

    /** The same model with fewer or more tokens. */
    public Gpt2Configuration withVocabulary(int size) {
        return new Gpt2Configuration(
                size,
                positions,
                width,
                layers,
                heads,
                layerNormEpsilon,
                activation,
                endOfTextId,
                innerWidth,
                furtherEnds.stream().filter(id -> id < size).toList());
    }

    /** Whether a text that is generated ends with this token. */
    public boolean ends(int token) {
        return token == endOfTextId || furtherEnds.contains(token);
    }

    /** Size of one attention head. */
    public int headWidth() {
        return width / heads;
    }

    private static void requirePositive(int value, String name) {
        if (value <= 0) {
            throw new IllegalArgumentException("%s is %d: write a positive number".formatted(name, value));
        }
    }
}
