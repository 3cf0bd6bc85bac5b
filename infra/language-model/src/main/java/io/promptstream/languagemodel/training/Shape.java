package io.promptstream.languagemodel.training;

import static io.promptstream.languagemodel.training.Checks.require;

import io.promptstream.languagemodel.Activation;

/**
 * Size of the network.
 *
 * @param vocabulary tokens, including the 256 bytes and the end of text
 */
record Shape(int vocabulary, int positions, int width, int layers, int heads, Activation activation) {

    Shape {
        require(activation, "shape.activation");
    }
}
