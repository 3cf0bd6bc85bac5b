package io.promptstream.languagemodel.training.recipe;

import static io.promptstream.languagemodel.training.recipe.Checks.require;
import static io.promptstream.languagemodel.training.recipe.Checks.requirePositive;
import static io.promptstream.languagemodel.training.recipe.Checks.requireProbability;

import org.jspecify.annotations.Nullable;

/**
 * A part of the training with its own mixture of data.
 *
 * @param tokens to train on
 * @param labelledShare part of each step's tokens that are labelled inputs and their phrases
 * @param learningRate starts another warm-up and cosine with this peak; absent to continue with the one before
 * @param noise in place of the recipe's; absent to use that
 */
public record Phase(
        String name,
        long tokens,
        double labelledShare,
        @Nullable Double learningRate,
        @Nullable PhraseNoise noise) {

    public Phase {
        require(name, "phases: name");
        requirePositive(tokens, "tokens of phase " + name);
        requireProbability(labelledShare, "labelledShare of phase " + name);
        if (learningRate != null) {
            requirePositive(learningRate, "learningRate of phase " + name);
        }
    }
}
