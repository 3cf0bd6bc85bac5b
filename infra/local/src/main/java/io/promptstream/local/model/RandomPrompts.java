package io.promptstream.local.model;

import io.promptstream.event.Task;
import io.promptstream.languagemodel.LanguageModel;
import io.promptstream.local.display.CommandException;
import io.promptstream.policy.learning.AutoPromptSettings;
import io.promptstream.policy.learning.BayesianSettings;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.PolicySettings;
import io.promptstream.policy.learning.PolicySpecification;
import io.promptstream.policy.learning.PretrainedLanguageModel;
import io.promptstream.policy.task.PolicySpecifications;
import java.util.List;

/**
 * Prompts without any learning: of the length and from the tokens that a task's policy may use.
 *
 * <p>They are drawn from the policy before its first step, without truncation: one that knows nothing, or whose weights are so
 * small (Xavier, gain 1e-4), draws every allowed token as probably as any other.
 */
public final class RandomPrompts {

    private final Policies policies;
    private final PolicySpecification specification;

    /**
     * Uses a model that stays open, the same as the policy's.
     *
     * @throws CommandException if the task's policy does not write prompts of its own
     */
    public RandomPrompts(LanguageModel model, Task task) {
        this.policies = new Policies(new PretrainedLanguageModel(model));
        this.specification = switch (PolicySpecifications.of(task)) {
            case PolicySpecification.RlPrompt learning ->
                new PolicySpecification.RlPrompt(untruncated(learning.settings()), learning.excludedWords());
            case PolicySpecification.Bayesian learning -> learning;
            case PolicySpecification.AutoPrompt learning ->
                new PolicySpecification.Bayesian(words(learning.settings()), learning.excludedWords());
            case PolicySpecification.SoftPrompt soft -> throw writesNoText(task, "soft-prompt");
            case PolicySpecification.Fixed fixed -> throw writesNoText(task, "fixed");
        };
    }

    /** So many prompts; equal seeds give equal prompts. */
    public List<String> draw(int count, long seed) {
        return policies.initial(specification).sample(count, seed).stream()
                .map(sampled -> sampled.prompt().text())
                .toList();
    }

    private static CommandException writesNoText(Task task, String kind) {
        return new CommandException("Task " + task.getTaskId() + " has policy.kind " + kind
                + ", which writes no prompts: write bayesian or rlprompt to compare with random prompts");
    }

    /** Of the same words; the initial policy of this kind draws them uniformly. */
    private static BayesianSettings words(AutoPromptSettings settings) {
        int longest = Math.min(settings.promptLength(), BayesianSettings.LONGEST_PROMPT);
        return new BayesianSettings(longest, settings.candidates(), 1, 1, settings.seed());
    }

    private static PolicySettings untruncated(PolicySettings settings) {
        return new PolicySettings(
                settings.promptLength(),
                0,
                settings.candidates(),
                settings.hiddenSize(),
                settings.learningRate(),
                settings.targetRate(),
                settings.gradientClip(),
                settings.normalisation(),
                settings.rewardScale(),
                settings.rewardShift(),
                settings.logitBias(),
                0,
                settings.seed(),
                0,
                0);
    }
}
