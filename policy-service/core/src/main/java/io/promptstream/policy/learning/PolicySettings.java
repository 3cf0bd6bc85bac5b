package io.promptstream.policy.learning;

/**
 * How a policy samples and learns (RLPrompt, arXiv 2205.12548). All numbers are used as they are; none has a hidden unit.
 *
 * @param promptLength tokens in a prompt
 * @param topK tokens are drawn from the k most probable; 0 draws from all
 * @param candidates the policy uses only this many of the most frequent whole words; 0 uses the whole vocabulary
 * @param hiddenSize width of the trainable layer
 * @param learningRate learning rate of Adam
 * @param targetRate share of the online weights that enters the target network before each step
 * @param gradientClip largest Euclidean norm of the gradient
 * @param normalisation what rewards are divided by
 * @param rewardScale factor of a normalised reward
 * @param rewardShift added to a scaled reward
 * @param logitBias constant that is added to every logit
 * @param fluencyTopK tokens are limited to the frozen model's own k most probable; 0 sets no limit
 * @param seed seed of initial weights and of sampling
 * @param replaySize so many of the prompts that were learned last are kept to be learned again (PIN, arXiv 2407.14733); 0
 *     keeps none
 * @param replayedPerStep so many of these are drawn for each step
 */
public record PolicySettings(
        int promptLength,
        int topK,
        int candidates,
        int hiddenSize,
        double learningRate,
        double targetRate,
        double gradientClip,
        Normalisation normalisation,
        double rewardScale,
        double rewardShift,
        double logitBias,
        int fluencyTopK,
        long seed,
        int replaySize,
        int replayedPerStep) {

    private static final int LONGEST_PROMPT = 1024;
    private static final int LARGEST_LAYER = 1 << 16;

    public PolicySettings {
        Require.that(
                promptLength > 0 && promptLength <= LONGEST_PROMPT,
                "promptLength",
                promptLength,
                "a positive number of tokens, at most " + LONGEST_PROMPT);
        Require.that(topK >= 0, "topK", topK, "0 for all tokens or a positive number");
        Require.that(candidates >= 0, "candidates", candidates, "0 for the whole vocabulary or a positive number");
        Require.that(
                hiddenSize > 0 && hiddenSize <= LARGEST_LAYER,
                "hiddenSize",
                hiddenSize,
                "a positive number, at most " + LARGEST_LAYER);
        Require.that(learningRate > 0, "learningRate", learningRate, "a positive number");
        Require.that(targetRate > 0 && targetRate <= 1, "targetRate", targetRate, "a number above 0 and at most 1");
        Require.that(gradientClip > 0, "gradientClip", gradientClip, "a positive number");
        Require.that(rewardScale > 0, "rewardScale", rewardScale, "a positive number");
        Require.that(Double.isFinite(rewardShift), "rewardShift", rewardShift, "a finite number");
        Require.that(Double.isFinite(logitBias), "logitBias", logitBias, "a finite number");
        Require.that(fluencyTopK >= 0, "fluencyTopK", fluencyTopK, "0 for no limit or a positive number");
        Require.that(replaySize >= 0, "replaySize", replaySize, "0 for no replay or a positive number");
        Require.that(
                replayedPerStep >= 0 && replayedPerStep <= replaySize,
                "replayedPerStep",
                replayedPerStep,
                "0 or a positive number, at most replaySize");
    }
}
