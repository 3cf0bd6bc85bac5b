package io.promptstream.policy.task;

import io.promptstream.event.Task;
import java.util.List;

/** What a task's JSON turned out to be. */
public sealed interface ParsedTask {

    /** A definition that holds; revision and times are still to be set. */
    record Valid(Task task) implements ParsedTask {}

    /** Every error of the definition, at least one. */
    record Invalid(List<FieldError> errors) implements ParsedTask {
        public Invalid {
            errors = List.copyOf(errors);
        }
    }
}
