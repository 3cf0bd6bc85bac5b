package io.promptstream.schemas;

import io.promptstream.event.PolicyKind;

/** Policies that learn from the gradient of the task model's loss, and so need a task model that gives it. */
public final class GradientPolicies {
    private GradientPolicies() {}

    /** Whether policies of this kind are such. */
    public static boolean include(PolicyKind kind) {
        return kind == PolicyKind.AUTOPROMPT || kind == PolicyKind.SOFT_PROMPT;
    }
}
