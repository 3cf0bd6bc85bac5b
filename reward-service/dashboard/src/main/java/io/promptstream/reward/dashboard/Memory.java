package io.promptstream.reward.dashboard;

/**
 * What all tasks together may take in memory. What grows with a task has a share, which is the smaller the more tasks there
 * are; what grows with queries and rewards is one for all, the oldest of which goes first.
 */
final class Memory {
    private static final int MEBIBYTE = 1 << 20;
    private static final int SECONDS = 100_000;
    private static final int VERSIONS = 40_000;
    private static final int PROMPTS = 20_000;
    private static final long PROMPT_BYTES = 32L * MEBIBYTE;

    private final BoundedCache<Long, PromptRecord.Example> examples =
            new BoundedCache<>(100_000, 32L * MEBIBYTE, PromptRecord.Example::bytes);
    private final BoundedCache<CountedReward.Key, CountedReward> rewards =
            new BoundedCache<>(100_000, 32L * MEBIBYTE, CountedReward::bytes);
    private int tasks = 1;
    private long lastExample;

    /** @param number of all that are shown */
    void tasks(int number) {
        tasks = Math.max(1, number);
    }

    /** Seconds that a task's timeline may have. */
    int seconds() {
        return Math.max(60, SECONDS / tasks);
    }

    /** Versions of its policy that a task may have. */
    int versions() {
        return Math.clamp(VERSIONS / tasks, 50, 2_000);
    }

    /** Prompts that a task may have. */
    int prompts() {
        return Math.clamp(PROMPTS / tasks, 50, 2_000);
    }

    /** What a task's prompts may take. */
    long promptBytes() {
        return Math.max(PROMPT_BYTES / 500, PROMPT_BYTES / tasks);
    }

    /** Uses of prompts, by numbers that grow. */
    BoundedCache<Long, PromptRecord.Example> examples() {
        return examples;
    }

    long nextExample() {
        return ++lastExample;
    }

    /** The rewards that were counted last, so that a corrected one takes the place of the one before. */
    BoundedCache<CountedReward.Key, CountedReward> rewards() {
        return rewards;
    }
}
