package io.promptstream.policy.round;

import io.promptstream.event.PolicyDefinition;
import java.time.Duration;

/**
 * How large, how many and how old rounds may be.
 *
 * @param promptsPerRound prompts that are compared in a round
 * @param queriesPerRound queries on which they are compared
 * @param roundsInFlight rounds that may be proposed and not yet learned
 * @param bytes that the proposals of a round may have together, as far as they come from its queries
 * @param age how long a round waits for its queries
 */
public record RoundLimits(int promptsPerRound, int queriesPerRound, int roundsInFlight, long bytes, Duration age) {
    private static final int MOST_PROPOSALS = 16_384;

    public RoundLimits {
        require(promptsPerRound, "promptsPerRound");
        require(queriesPerRound, "queriesPerRound");
        require(roundsInFlight, "roundsInFlight");
        if ((long) promptsPerRound * queriesPerRound > MOST_PROPOSALS) {
            throw new IllegalArgumentException(
                    "promptsPerRound is %d and queriesPerRound %d: write at most %d proposals"
                            .formatted(promptsPerRound, queriesPerRound, MOST_PROPOSALS));
        }
    }

    static RoundLimits of(PolicyDefinition policy, long bytes) {
        return new RoundLimits(
                policy.getPromptsPerRound(),
                policy.getQueriesPerRound(),
                policy.getRoundsInFlight(),
                bytes,
                Duration.ofMillis(policy.getRoundAgeMillis()));
    }

    /** What the queries of a round may have together: each is tried with every prompt. */
    long queryBytes() {
        return bytes / promptsPerRound;
    }

    private static void require(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException("%s is %d: write at least 1".formatted(name, value));
        }
    }
}
