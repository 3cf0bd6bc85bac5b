package io.promptstream.reward.round;

import java.util.UUID;

/**
 * What every event of a round says of it.
 *
 * @param prompts number of prompts in the round, from 1
 * @param queries number of queries in the round, from 1
 * @param distinctQueries how many different queries they were drawn from; 0: unknown
 */
public record RoundHeader(
        UUID roundId,
        String taskId,
        long taskRevision,
        long policyVersion,
        int prompts,
        int queries,
        int distinctQueries) {
    private static final int MOST_REWARDS = 1 << 16;

    public RoundHeader {
        if (prompts < 1 || queries < 1 || (long) prompts * queries > MOST_REWARDS) {
            throw new IllegalArgumentException("roundPrompts is " + prompts + " and roundQueries is " + queries
                    + "; write numbers from 1 whose product is at most " + MOST_REWARDS);
        }
    }

    /** What the round is known by: task ids have no slash. */
    public String id() {
        return taskId + "/" + roundId;
    }

    int expectedRewards() {
        return prompts * queries;
    }

    boolean contains(int promptIndex, int queryIndex) {
        return promptIndex >= 0 && promptIndex < prompts && queryIndex >= 0 && queryIndex < queries;
    }
}
