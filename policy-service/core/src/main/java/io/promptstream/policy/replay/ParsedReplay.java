package io.promptstream.policy.replay;

import io.promptstream.event.Replay;
import io.promptstream.policy.task.FieldError;
import java.util.List;

/** What an order's JSON turned out to be. */
public sealed interface ParsedReplay {

    /** An order that can be followed. */
    record Valid(Replay order) implements ParsedReplay {}

    /** Every error of the order, at least one. */
    record Invalid(List<FieldError> errors) implements ParsedReplay {
        public Invalid {
            errors = List.copyOf(errors);
        }
    }
}
