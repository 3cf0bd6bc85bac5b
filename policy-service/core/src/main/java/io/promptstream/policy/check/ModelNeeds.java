package io.promptstream.policy.check;

import io.promptstream.event.Label;
import io.promptstream.event.OutputKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.schemas.GradientPolicies;
import java.util.List;

/** The part of a task that concerns the model which answers it: equal needs get equal verdicts. */
record ModelNeeds(
        String template,
        OutputKind kind,
        List<Label> labels,
        TaskModelDefinition model,
        int promptLength,
        List<String> handWrittenPrompts,
        boolean gradients) {

    static ModelNeeds of(Task task) {
        return new ModelNeeds(
                task.getTemplate(),
                task.getKind(),
                List.copyOf(task.getLabels()),
                task.getTaskModel(),
                task.getPolicy().getPromptLength(),
                List.copyOf(task.getHandWrittenPrompts()),
                GradientPolicies.include(task.getPolicy().getKind()));
    }
}
