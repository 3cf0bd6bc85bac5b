package io.promptstream.policy.task;

import io.promptstream.event.OutputKind;
import io.promptstream.event.RewardNormalisation;
import java.time.Duration;

/** What a task gets where its file says nothing. Only the id, and the labels of a classification, have no default. */
final class TaskDefaults {
    static final String TEMPLATE = "{input} {prompt}";
    static final double CORRECT_SCALE = 200;
    static final double INCORRECT_SCALE = 180;
    static final Duration WINDOW = Duration.ofSeconds(30);
    static final double MISSING_VALUE = -100;
    static final String MODEL = "bundled";
    static final int MAX_TOKENS = 32;

    static final int PROMPT_LENGTH = 3;
    static final int PROMPTS_PER_ROUND = 32;
    static final int QUERIES_PER_ROUND = 16;
    private static final int PROMPTS_PER_CONTENDER = 8;

    static final int ROUNDS_IN_FLIGHT = 4;
    static final Duration ROUND_AGE = Duration.ofMinutes(15);
    static final int MAX_LAG = 8;
    static final int CANDIDATES = 256;
    static final int HIDDEN_SIZE = 128;
    static final double LEARNING_RATE = 0.001;
    static final double TARGET_RATE = 0.001;
    static final double GRADIENT_CLIP = 5;
    static final RewardNormalisation NORMALISATION = RewardNormalisation.RUNNING;
    static final double REWARD_SCALE = 8;
    static final double REWARD_SHIFT = 0;
    static final int FLUENCY_TOP_K = 0;
    static final long SEED = 42;

    private static final int CLASSIFICATION_TOP_K = 256;
    private static final int GENERATION_TOP_K = 50;
    private static final double GENERATION_LOGIT_BIAS = -10;

    private TaskDefaults() {}

    /** One in eight prompts, but the champion and one contender at least, where that leaves a prompt to draw. */
    static int contendersPerRound(int promptsPerRound) {
        return Math.min(promptsPerRound - 1, Math.max(2, promptsPerRound / PROMPTS_PER_CONTENDER));
    }

    /** RLPrompt draws from fewer tokens where the task model writes text. */
    static int topK(OutputKind output) {
        return output == OutputKind.GENERATION ? GENERATION_TOP_K : CLASSIFICATION_TOP_K;
    }

    /** RLPrompt begins with lower values where the task model writes text. */
    static double logitBias(OutputKind output) {
        return output == OutputKind.GENERATION ? GENERATION_LOGIT_BIAS : 0;
    }
}
