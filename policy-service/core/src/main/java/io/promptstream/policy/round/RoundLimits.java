package io.promptstream.policy.round;

import io.promptstream.event.Label;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.Task;
import java.time.Duration;
import java.util.List;

/**
 * How large, how many and how old rounds may be, and over what they are balanced.
 *
 * @param promptsPerRound prompts that are compared in a round
 * @param queriesPerRound queries on which they are compared
 * @param roundsInFlight rounds that may be proposed and not yet learned
 * @param bytes that the proposals of a round may have together, as far as they come from its queries
 * @param age how long a query may wait for its round
 * @param labels over which the queries of a round are balanced; none if the task has none
 */
public record RoundLimits(
        int promptsPerRound, int queriesPerRound, int roundsInFlight, long bytes, Duration age, List<String> labels) {
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
        labels = List.copyOf(labels);
    }

    static RoundLimits of(Task task, long bytes) {
        PolicyDefinition policy = task.getPolicy();
        return new RoundLimits(
                policy.getPromptsPerRound(),
                policy.getQueriesPerRound(),
                policy.getRoundsInFlight(),
                bytes,
                Duration.ofMillis(policy.getRoundAgeMillis()),
                task.getLabels().stream().map(Label::getName).toList());
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
