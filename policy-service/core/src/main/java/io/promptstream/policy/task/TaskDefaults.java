package io.promptstream.policy.task;

import java.time.Duration;

/**
 * What a task gets where its file says nothing, but for its policy: {@link PolicySetting}. Only the id, and the labels of a
 * classification, have no default.
 */
final class TaskDefaults {
    static final String TEMPLATE = "{input} {prompt}";
    static final double CORRECT_SCALE = 200;
    static final double INCORRECT_SCALE = 180;
    static final double LOG_PROBABILITY_SCALE = 1;
    static final double LOG_PROBABILITY_FLOOR = -6;
    static final double LOWEST_PERPLEXITY = 10;
    static final double HIGHEST_PERPLEXITY = 1000;
    static final Duration WINDOW = Duration.ofSeconds(30);
    static final double MISSING_VALUE = -100;
    static final String MODEL = "bundled";
    static final int MAX_TOKENS = 32;

    private TaskDefaults() {}
}
