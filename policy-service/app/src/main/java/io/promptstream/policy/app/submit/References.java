package io.promptstream.policy.app.submit;

import io.promptstream.event.Label;
import io.promptstream.event.OutputKind;
import io.promptstream.event.Task;
import io.promptstream.policy.task.JsonFields;
import io.promptstream.schemas.Excerpt;
import io.promptstream.schemas.LabelText;
import java.util.Optional;
import java.util.stream.Collectors;

/** The desired answers that requests give. */
final class References {
    private static final String FIELD = "reference";

    private References() {}

    /**
     * The reference for an answer of the task, if there is one: of a classification the label, as the task writes it. One
     * that is no label of the task can never be met, so it is an error of the request.
     */
    static Optional<String> read(JsonFields fields, Task task) {
        Optional<String> given = fields.optionalText(FIELD);
        if (given.isEmpty() || task.getKind() != OutputKind.CLASSIFICATION) {
            return given;
        }
        Optional<String> label = task.getLabels().stream()
                .map(Label::getName)
                .filter(name -> LabelText.same(name, given.get()))
                .findFirst();
        if (label.isEmpty()) {
            fields.error(
                    FIELD,
                    "is \"%s\", which is no label of task %s; write one of %s"
                            .formatted(
                                    Excerpt.of(given.get()),
                                    task.getTaskId(),
                                    task.getLabels().stream()
                                            .map(Label::getName)
                                            .collect(Collectors.joining(", "))));
        }
        return label;
    }
}
