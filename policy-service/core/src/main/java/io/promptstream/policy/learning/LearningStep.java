package io.promptstream.policy.learning;

import java.util.OptionalDouble;

/**
 * What a policy learned from a round.
 *
 * @param loss mean loss over the prompts before the step; absent for a policy without one
 * @param prompts number of prompts that took part
 */
public record LearningStep(OptionalDouble loss, int prompts) {}
