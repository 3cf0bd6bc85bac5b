package io.promptstream.policy.task;

import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicyPrior;
import io.promptstream.policy.learning.BayesianSettings;
import io.promptstream.schemas.GradientPolicies;

/** Reads the {@code policy} part of a task. */
final class PolicyParser {
    private static final int MOST_PROPOSALS = 16_384;
    /** Rows of a gradient; each has 3 KB for GPT-2. */
    private static final int LONGEST_GRADIENT = 16;

    private PolicyParser() {}

    static PolicyDefinition parse(
            JsonFields fields, OutputKind output, PolicyKind kind, boolean handWritten, int largestHiddenSize) {
        PolicyDefinition.Builder builder = PolicyDefinition.newBuilder();
        PolicySetting.Context context =
                new PolicySetting.Context(output, kind, handWritten, largestHiddenSize, builder);
        for (PolicySetting setting : PolicySetting.values()) {
            setting.read(fields, context);
        }
        PolicyDefinition policy = builder.build();
        check(policy, fields);
        fields.end();
        return policy;
    }

    /** What two settings may not be together. */
    private static void check(PolicyDefinition policy, JsonFields fields) {
        int prompts = policy.getPromptsPerRound();
        int proposals = prompts * policy.getQueriesPerRound();
        if (policy.getKind() != PolicyKind.FIXED && policy.getKind() != PolicyKind.SOFT_PROMPT && prompts < 2) {
            fields.error(
                    "promptsPerRound",
                    "is 1; write at least 2, which kind: %s compares".formatted(Choices.name(policy.getKind())));
        }
        if (proposals > MOST_PROPOSALS) {
            fields.error(
                    "queriesPerRound",
                    "makes %d proposals a round; write numbers whose product is at most %d"
                            .formatted(proposals, MOST_PROPOSALS));
        }
        if (policy.getContendersPerRound() >= prompts) {
            fields.error(
                    "contendersPerRound",
                    "is %d; write a number below promptsPerRound, which is %d: the policy draws the other prompts"
                            .formatted(policy.getContendersPerRound(), prompts));
        }
        if (policy.getPrior() == PolicyPrior.HAND_WRITTEN
                && policy.getKind() != PolicyKind.SOFT_PROMPT
                && policy.getContendersPerRound() < 2) {
            fields.error(
                    "contendersPerRound",
                    "is %d; write at least 2, the champion and one contender, for prior: hand-written"
                            .formatted(policy.getContendersPerRound()));
        }
        if (policy.getContexts() > 1 && policy.getContendersPerRound() < 2) {
            fields.error(
                    "contexts",
                    "is %d; write 1, or at least 2 contendersPerRound, the champion and one contender, which it compares"
                            .formatted(policy.getContexts()));
        }
        if (policy.getReplayedPerStep() > policy.getReplaySize()) {
            fields.error(
                    "replayedPerStep",
                    "is %d; write a number up to replaySize, which is %d"
                            .formatted(policy.getReplayedPerStep(), policy.getReplaySize()));
        }
        if (policy.getKind() == PolicyKind.BAYESIAN && policy.getPromptLength() > BayesianSettings.LONGEST_PROMPT) {
            fields.error(
                    "promptLength",
                    "is %d; write at most %d for kind: bayesian, or kind: rlprompt"
                            .formatted(policy.getPromptLength(), BayesianSettings.LONGEST_PROMPT));
        }
        if (policy.getKind() == PolicyKind.SOFT_PROMPT && prompts > 1) {
            fields.error(
                    "promptsPerRound", "is %d; write 1 for kind: soft-prompt, which has one matrix".formatted(prompts));
        }
        if (policy.getKind() == PolicyKind.AUTOPROMPT && prompts - policy.getContendersPerRound() < 2) {
            fields.error(
                    "contendersPerRound",
                    "is %d; leave at least 2 of the %d prompts to kind: autoprompt, the trigger and another"
                            .formatted(policy.getContendersPerRound(), prompts));
        }
        if (GradientPolicies.include(policy.getKind()) && policy.getPromptLength() > LONGEST_GRADIENT) {
            fields.error(
                    "promptLength",
                    "is %d; write at most %d for kind: %s, whose gradients travel in the events"
                            .formatted(policy.getPromptLength(), LONGEST_GRADIENT, Choices.name(policy.getKind())));
        }
        if (policy.getDriftRunLength() > 0 && policy.getContendersPerRound() == 0) {
            fields.error(
                    "driftRunLength",
                    "is %d; write 0 where contendersPerRound is 0: the test looks at what the champion earns"
                            .formatted(policy.getDriftRunLength()));
        }
        if (policy.getStopMargin() > 0 && policy.getContendersPerRound() == 0) {
            fields.error(
                    "stopMargin",
                    "is %s; write 0 where contendersPerRound is 0: there is no champion to improve on"
                            .formatted(policy.getStopMargin()));
        }
        if (policy.getCandidates() == 1) {
            fields.error("candidates", "is 1; write 0 for the whole vocabulary or at least 2");
        }
    }
}
