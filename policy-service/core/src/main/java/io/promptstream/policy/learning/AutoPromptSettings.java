package io.promptstream.policy.learning;

/**
 * How an {@link AutoPromptPolicy} searches.
 *
 * @param promptLength trigger words in a prompt
 * @param candidates a trigger is one of so many of the most frequent whole words; 0: of all
 * @param promptsPerRound prompts of a round that the policy writes: the trigger as it is, and others
 * @param seed of the first trigger
 */
public record AutoPromptSettings(int promptLength, int candidates, int promptsPerRound, long seed) {
    public AutoPromptSettings {
        Require.that(promptLength > 0, "promptLength", promptLength, "a positive number of words");
        Require.that(candidates >= 0, "candidates", candidates, "0 for all words or a positive number");
        Require.that(promptsPerRound > 1, "promptsPerRound", promptsPerRound, "at least 2, contenders not counted");
    }
}
