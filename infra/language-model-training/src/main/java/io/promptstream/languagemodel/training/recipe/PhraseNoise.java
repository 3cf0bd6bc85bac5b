package io.promptstream.languagemodel.training.recipe;

import static io.promptstream.languagemodel.training.recipe.Checks.requireProbability;

/**
 * What else happens behind an input, so that few words of a phrase, or a phrase among other words, carry part of its meaning.
 *
 * @param without share of inputs with nothing behind them
 * @param meaningless share of inputs followed by random words and a label word that is not about the input
 * @param defaulted share of those label words that are the default label's, as if that were the answer to a question that nobody
 *     asked; the others are drawn evenly
 * @param extended share of phrases with one to three random words before them
 * @param shortened share of phrases of several words with one word left out
 * @param reliabilityKept factor on the reliability of an extended or shortened phrase
 */
public record PhraseNoise(
        double without,
        double meaningless,
        double defaulted,
        double extended,
        double shortened,
        double reliabilityKept) {

    public PhraseNoise {
        requireProbability(defaulted, "noise: defaulted");
        requireProbability(without + meaningless, "noise: without + meaningless");
        requireProbability(extended, "noise: extended");
        requireProbability(shortened, "noise: shortened");
        requireProbability(reliabilityKept, "noise: reliabilityKept");
    }
}
