package io.promptstream.policy.learning;

import java.util.OptionalDouble;

/**
 * What a policy learned from a round.
 *
 * @param loss mean loss over the prompts before the step; absent for a policy without one
 * @param prompts number of prompts that took part
 * @param drift whether the round brought the evidence that rewards have changed
 */
public record LearningStep(OptionalDouble loss, int prompts, boolean drift) {
    LearningStep(OptionalDouble loss, int prompts) {
        this(loss, prompts, /* drift= */ false);
    }

    LearningStep withDrift(boolean noticed) {
        return new LearningStep(loss, prompts, noticed);
    }
}
