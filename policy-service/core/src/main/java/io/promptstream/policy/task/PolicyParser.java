package io.promptstream.policy.task;

import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import java.time.Duration;

/** Reads the {@code policy} part of a task. */
final class PolicyParser {
    private static final int LONGEST_PROMPT = 64;
    private static final int MOST_PROMPTS = 1024;
    private static final int MOST_QUERIES = 1024;
    private static final int MOST_PROPOSALS = 16_384;
    private static final int MOST_ROUNDS = 1000;
    /** Rounds of so many versions are remembered, so that none is learned twice. */
    private static final int LARGEST_LAG = 1_000;

    private static final int MOST_TOKENS = 1_000_000;

    private static final Duration SHORTEST_AGE = Duration.ofSeconds(1);
    private static final Duration LONGEST_AGE = Duration.ofDays(1);

    private PolicyParser() {}

    static PolicyDefinition parse(JsonFields fields, OutputKind output, int largestHiddenSize) {
        PolicyKind kind = fields.choice("kind", PolicyKind.RLPROMPT);
        int prompts = fields.integer("promptsPerRound", TaskDefaults.PROMPTS_PER_ROUND, 1, MOST_PROMPTS);
        int queries = fields.integer("queriesPerRound", TaskDefaults.QUERIES_PER_ROUND, 1, MOST_QUERIES);
        if (kind == PolicyKind.RLPROMPT && prompts < 2) {
            fields.error("promptsPerRound", "is 1; write at least 2, which kind: rlprompt compares");
        }
        if (prompts * queries > MOST_PROPOSALS) {
            fields.error(
                    "queriesPerRound",
                    "makes %d proposals a round; write numbers whose product is at most %d"
                            .formatted(prompts * queries, MOST_PROPOSALS));
        }
        int contenders =
                fields.integer("contendersPerRound", TaskDefaults.contendersPerRound(prompts), 0, MOST_PROMPTS);
        if (contenders >= prompts) {
            fields.error(
                    "contendersPerRound",
                    "is %d; write a number below promptsPerRound, which is %d: the policy draws the other prompts"
                            .formatted(contenders, prompts));
        }
        int candidates = fields.integer("candidates", TaskDefaults.CANDIDATES, 0, MOST_TOKENS);
        if (candidates == 1) {
            fields.error("candidates", "is 1; write 0 for the whole vocabulary or at least 2");
        }
        PolicyDefinition policy = PolicyDefinition.newBuilder()
                .setKind(kind)
                .setPromptLength(fields.integer("promptLength", TaskDefaults.PROMPT_LENGTH, 1, LONGEST_PROMPT))
                .setPromptsPerRound(prompts)
                .setContendersPerRound(contenders)
                .setQueriesPerRound(queries)
                .setRoundsInFlight(fields.integer("roundsInFlight", TaskDefaults.ROUNDS_IN_FLIGHT, 1, MOST_ROUNDS))
                .setMaxLag(fields.integer("maxLag", TaskDefaults.MAX_LAG, 0, LARGEST_LAG))
                .setTopK(fields.integer("topK", TaskDefaults.topK(output), 0, MOST_TOKENS))
                .setCandidates(candidates)
                .setHiddenSize(fields.integer("hiddenSize", TaskDefaults.HIDDEN_SIZE, 1, largestHiddenSize))
                .setLearningRate(fields.positiveNumber("learningRate", TaskDefaults.LEARNING_RATE, 1))
                .setTargetRate(fields.positiveNumber("targetRate", TaskDefaults.TARGET_RATE, 1))
                .setGradientClip(fields.positiveNumber("gradientClip", TaskDefaults.GRADIENT_CLIP, 1e9))
                .setNormalisation(fields.choice("normalisation", TaskDefaults.NORMALISATION))
                .setRewardScale(fields.positiveNumber("rewardScale", TaskDefaults.REWARD_SCALE, 1e6))
                .setRewardShift(fields.number("rewardShift", TaskDefaults.REWARD_SHIFT))
                .setLogitBias(fields.number("logitBias", TaskDefaults.logitBias(output)))
                .setFluencyTopK(fields.integer("fluencyTopK", TaskDefaults.FLUENCY_TOP_K, 0, MOST_TOKENS))
                .setRoundAgeMillis(fields.duration("roundAge", TaskDefaults.ROUND_AGE, SHORTEST_AGE, LONGEST_AGE)
                        .toMillis())
                .setSeed(fields.wholeNumber("seed", TaskDefaults.SEED, Long.MIN_VALUE, Long.MAX_VALUE))
                .build();
        fields.end();
        return policy;
    }
}
