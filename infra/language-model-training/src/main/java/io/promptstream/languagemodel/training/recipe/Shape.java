package io.promptstream.languagemodel.training.recipe;

import static io.promptstream.languagemodel.training.recipe.Checks.require;
import static io.promptstream.languagemodel.training.recipe.Checks.requirePositive;

import io.promptstream.languagemodel.network.Activation;

/**
 * Size of the network.
 *
 * @param vocabulary tokens, including the 256 bytes and the end of text
 */
public record Shape(int vocabulary, int positions, int width, int layers, int heads, Activation activation) {

    private static final int SMALLEST_VOCABULARY = 257;

    public Shape {
        if (vocabulary < SMALLEST_VOCABULARY) {
            throw new IllegalArgumentException(
                    "shape.vocabulary: write " + SMALLEST_VOCABULARY + " or more, not " + vocabulary);
        }
        requirePositive(positions, "shape.positions");
        requirePositive(width, "shape.width");
        requirePositive(layers, "shape.layers");
        requirePositive(heads, "shape.heads");
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    "shape.heads: write a divisor of shape.width, " + width + ", not " + heads);
        }
        require(activation, "shape.activation");
    }
}
