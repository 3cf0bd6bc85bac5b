package io.promptstream.policy.round;

/**
 * How large and how many rounds may be.
 *
 * @param promptsPerRound prompts that are compared in a round
 * @param queriesPerRound queries on which they are compared
 * @param roundsInFlight rounds that may be proposed and not yet learned
 */
public record RoundLimits(int promptsPerRound, int queriesPerRound, int roundsInFlight) {
    public RoundLimits {
        require(promptsPerRound, "promptsPerRound");
        require(queriesPerRound, "queriesPerRound");
        require(roundsInFlight, "roundsInFlight");
    }

    private static void require(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException("%s is %d: write at least 1".formatted(name, value));
        }
    }
}
