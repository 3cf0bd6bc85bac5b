package io.promptstream.policy.task;

import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.PolicyPrior;

/** What policies get where a task says nothing, as far as it depends on the kind of policy or on the rest of the task. */
final class PolicyDefaults {
    private PolicyDefaults() {}

    static int promptsPerRound(PolicySetting.Context context) {
        return switch (context.policy().getKind()) {
            case BAYESIAN, AUTOPROMPT -> 16;
            case SOFT_PROMPT -> 1;
            case RLPROMPT, FIXED, UNKNOWN -> 32;
        };
    }

    static int queriesPerRound(PolicySetting.Context context) {
        return isBayesian(context) ? 4 : 16;
    }

    static int roundsInFlight(PolicySetting.Context context) {
        return switch (context.policy().getKind()) {
            case BAYESIAN -> 8;
            case AUTOPROMPT -> 1;
            case RLPROMPT, FIXED, SOFT_PROMPT, UNKNOWN -> 4;
        };
    }

    static int maxLag(PolicySetting.Context context) {
        return isBayesian(context) ? 64 : 8;
    }

    /** RLPrompt draws from fewer tokens where the task model writes text. */
    static int topK(PolicySetting.Context context) {
        return context.output() == OutputKind.GENERATION ? 50 : 256;
    }

    static int candidates(PolicySetting.Context context) {
        return isBayesian(context) || context.policy().getKind() == PolicyKind.AUTOPROMPT ? 2000 : 256;
    }

    static double learningRate(PolicySetting.Context context) {
        return context.policy().getKind() == PolicyKind.SOFT_PROMPT ? 0.01 : 0.001;
    }

    /** RLPrompt begins with lower values where the task model writes text. */
    static double logitBias(PolicySetting.Context context) {
        return context.output() == OutputKind.GENERATION ? -10.0 : 0.0;
    }

    static PolicyPrior prior(PolicySetting.Context context) {
        return isBayesian(context) && context.handWritten() && context.policy().getContendersPerRound() > 1
                ? PolicyPrior.HAND_WRITTEN
                : PolicyPrior.NONE;
    }

    /** The test is on what the champion earns. */
    static long driftRunLength(PolicySetting.Context context) {
        return isBayesian(context) && context.policy().getContendersPerRound() > 0 ? 20_000 : 0;
    }

    /** The champion and one contender at least, where that leaves a prompt to draw. */
    static int contendersPerRound(PolicySetting.Context context) {
        int prompts = context.policy().getPromptsPerRound();
        return Math.min(prompts - 1, Math.max(2, prompts / (isBayesian(context) ? 4 : 8)));
    }

    private static boolean isBayesian(PolicySetting.Context context) {
        return context.policy().getKind() == PolicyKind.BAYESIAN;
    }
}
