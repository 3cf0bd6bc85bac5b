package io.promptstream.policy.task;

import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyPrior;
import io.promptstream.event.Task;
import io.promptstream.policy.learning.AutoPromptSettings;
import io.promptstream.policy.learning.BayesianSettings;
import io.promptstream.policy.learning.Normalisation;
import io.promptstream.policy.learning.PolicySettings;
import io.promptstream.policy.learning.PolicySpecification;
import io.promptstream.policy.learning.SoftPromptSettings;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which policy a task asks for. */
public final class PolicySpecifications {
    private PolicySpecifications() {}

    /**
     * The policy of a task.
     *
     * @throws IllegalArgumentException if the task holds what no validated task holds; the message says what
     */
    public static PolicySpecification of(Task task) {
        PolicyDefinition policy = task.getPolicy();
        return switch (policy.getKind()) {
            case RLPROMPT -> new PolicySpecification.RlPrompt(settings(task), labelWords(task));
            case BAYESIAN ->
                new PolicySpecification.Bayesian(
                        new BayesianSettings(
                                policy.getPromptLength(),
                                policy.getCandidates(),
                                policy.getTemperature(),
                                policy.getOptimism(),
                                policy.getSeed()),
                        labelWords(task));
            case AUTOPROMPT ->
                new PolicySpecification.AutoPrompt(
                        new AutoPromptSettings(
                                policy.getPromptLength(),
                                policy.getCandidates(),
                                policy.getPromptsPerRound() - policy.getContendersPerRound(),
                                policy.getSeed()),
                        labelWords(task));
            case SOFT_PROMPT ->
                new PolicySpecification.SoftPrompt(new SoftPromptSettings(
                        policy.getPromptLength(),
                        policy.getLearningRate(),
                        policy.getGradientClip(),
                        start(task),
                        policy.getSeed()));
            case FIXED -> new PolicySpecification.Fixed(task.getHandWrittenPrompts(), policy.getSeed());
            case UNKNOWN ->
                throw new IllegalArgumentException(
                        "policy.kind of task %s is not known to this version; write bayesian, rlprompt, fixed, autoprompt or soft-prompt"
                                .formatted(task.getTaskId()));
        };
    }

    /** What a soft prompt begins as: the first hand-written prompt, where the task says so. */
    private static String start(Task task) {
        return task.getPolicy().getPrior() == PolicyPrior.HAND_WRITTEN
                ? task.getHandWrittenPrompts().getFirst()
                : "";
    }

    private static PolicySettings settings(Task task) {
        PolicyDefinition policy = task.getPolicy();
        return new PolicySettings(
                policy.getPromptLength(),
                policy.getTopK(),
                policy.getCandidates(),
                policy.getHiddenSize(),
                policy.getLearningRate(),
                policy.getTargetRate(),
                policy.getGradientClip(),
                normalisation(task),
                policy.getRewardScale(),
                policy.getRewardShift(),
                policy.getLogitBias(),
                policy.getFluencyTopK(),
                policy.getSeed(),
                policy.getReplaySize(),
                policy.getReplayedPerStep());
    }

    private static Normalisation normalisation(Task task) {
        return switch (task.getPolicy().getNormalisation()) {
            case ROUND -> Normalisation.ROUND;
            case RUNNING -> Normalisation.RUNNING;
            case QUERY -> Normalisation.QUERY;
            case UNKNOWN ->
                throw new IllegalArgumentException(
                        "policy.normalisation of task %s is not known to this version; write running, round or query"
                                .formatted(task.getTaskId()));
        };
    }

    private static Set<String> labelWords(Task task) {
        return task.getLabels().stream()
                .flatMap(label -> Stream.of(label.getName(), label.getVerbalizer()))
                .map(String::strip)
                .collect(Collectors.toUnmodifiableSet());
    }
}
