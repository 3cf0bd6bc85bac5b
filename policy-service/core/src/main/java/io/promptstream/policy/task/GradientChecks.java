package io.promptstream.policy.task;

import io.promptstream.event.LabelCalibration;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import io.promptstream.schemas.GradientPolicies;
import io.promptstream.schemas.RewardKinds;

/** What a task may not be whose policy learns from the task model's gradient. */
final class GradientChecks {
    private GradientChecks() {}

    static void check(
            JsonFields fields,
            OutputKind kind,
            RewardDefinition reward,
            LabelCalibration calibration,
            TaskModelDefinition taskModel,
            PolicyDefinition policy) {
        if (!GradientPolicies.include(policy.getKind())) {
            return;
        }
        String name = Choices.name(policy.getKind());
        if (kind == OutputKind.GENERATION) {
            fields.error(
                    "policy.kind",
                    "is %s, whose gradient is that of a label; write bayesian or rlprompt for kind: generation"
                            .formatted(name));
            return;
        }
        if (taskModel.getKind() == TaskModelKind.OPENAI_COMPATIBLE) {
            fields.error(
                    "policy.kind",
                    "is %s, and a remote model neither gives gradients nor takes embeddings; write bayesian or rlprompt, or taskModel.kind: local"
                            .formatted(name));
        }
        if (!RewardKinds.needsReferences(reward)) {
            fields.error(
                    "policy.kind",
                    "is %s, whose gradient needs the right label; write bayesian or rlprompt for reward.kind: %s"
                            .formatted(name, Choices.name(reward.getKind())));
        }
        if (policy.getKind() == PolicyKind.SOFT_PROMPT && calibration == LabelCalibration.BATCH) {
            fields.error(
                    "calibration",
                    "is batch; write none: a soft-prompt is tuned to the labels' probabilities as the model gives them");
        }
    }
}
