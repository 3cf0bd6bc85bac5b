package io.promptstream.policy.learning;

/**
 * How a {@link BayesianPolicy} draws prompts.
 *
 * @param longestPrompt most words in a prompt
 * @param candidates how many of the most frequent whole words prompts are made of; 0: all of them
 * @param temperature what the expected reward of a word, in standard deviations of a round's rewards, is divided by
 * @param optimism standard deviations that are added to it
 * @param seed of what is drawn
 */
public record BayesianSettings(int longestPrompt, int candidates, double temperature, double optimism, long seed) {
    /** What is learned takes memory by its square. */
    public static final int LONGEST_PROMPT = 8;

    public BayesianSettings {
        Require.that(
                longestPrompt > 0 && longestPrompt <= LONGEST_PROMPT,
                "promptLength",
                longestPrompt,
                "a positive number of words, at most " + LONGEST_PROMPT);
        Require.that(candidates >= 0, "candidates", candidates, "0 for all words or a positive number");
        Require.that(temperature > 0, "temperature", temperature, "a positive number");
        Require.that(optimism >= 0, "optimism", optimism, "0 or a positive number");
    }
}
