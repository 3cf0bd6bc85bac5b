package io.promptstream.policy.check;

import io.promptstream.policy.task.FieldError;
import java.time.Duration;
import java.util.List;

/** What came of the check of a task. */
public sealed interface CheckOutcome {

    /** The model can answer the task, or nobody is to be asked. */
    record Passed() implements CheckOutcome {}

    /** Why the model cannot answer it; at least one reason. */
    record Refused(List<FieldError> errors) implements CheckOutcome {
        public Refused {
            errors = List.copyOf(errors);
        }
    }

    /** Nobody answered in time. */
    record Unanswered(Duration limit) implements CheckOutcome {
        /** For whoever puts the task. */
        public String warning() {
            return "not checked: no task service answered within %s; start one and put the task again".formatted(limit);
        }
    }
}
