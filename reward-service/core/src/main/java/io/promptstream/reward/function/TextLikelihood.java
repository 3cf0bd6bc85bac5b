package io.promptstream.reward.function;

import java.util.Optional;

/** How probable a frozen language model finds texts by themselves. */
interface TextLikelihood {
    /**
     * What the model says of one text.
     *
     * @param meanLogProbability of a token behind those before it, natural logarithm
     * @param tokens the model's own, at least one
     */
    record Judgement(double meanLogProbability, int tokens) {
        /**
         * The perplexity of the text: how many equally probable tokens the model is as unsure as between (Jelinek et al.
         * 1977), to four decimals.
         */
        double perplexity() {
            return Math.round(StrictMath.exp(-meanLogProbability) * 1e4) / 1e4;
        }
    }

    /** Empty for a text without anything to read. */
    Optional<Judgement> of(String text);
}
