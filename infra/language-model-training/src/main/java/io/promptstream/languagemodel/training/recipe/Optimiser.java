package io.promptstream.languagemodel.training.recipe;

import static io.promptstream.languagemodel.training.recipe.Checks.requirePositive;
import static io.promptstream.languagemodel.training.recipe.Checks.requireProbability;

/**
 * AdamW and its schedule.
 *
 * @param tokensPerStep over all workers
 * @param window length of a piece of plain text
 * @param learningRate at the end of the warm-up
 * @param warmUpSteps steps until then
 * @param finalShare of the learning rate at the end of the cosine
 * @param weightDecay decoupled, on matrices only
 * @param gradientClip largest Euclidean norm of a step's gradient
 * @param labelWordWeight weight of a label word in the loss; every other token has 1
 */
public record Optimiser(
        int tokensPerStep,
        int window,
        double learningRate,
        int warmUpSteps,
        double finalShare,
        double weightDecay,
        double gradientClip,
        double labelWordWeight) {

    public Optimiser {
        requirePositive(tokensPerStep, "optimiser.tokensPerStep");
        requirePositive(window, "optimiser.window");
        requirePositive(learningRate, "optimiser.learningRate");
        requirePositive(warmUpSteps, "optimiser.warmUpSteps");
        requireProbability(finalShare, "optimiser.finalShare");
        requireProbability(weightDecay, "optimiser.weightDecay");
        requirePositive(gradientClip, "optimiser.gradientClip");
        requirePositive(labelWordWeight, "optimiser.labelWordWeight");
    }
}
