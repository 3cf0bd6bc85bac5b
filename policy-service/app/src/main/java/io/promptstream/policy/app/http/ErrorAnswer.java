package io.promptstream.policy.app.http;

import io.promptstream.policy.task.FieldError;
import java.util.List;

/** What a refused request gets: every error at once. */
public record ErrorAnswer(List<FieldError> errors) {
    static ErrorAnswer of(String field, String message) {
        return new ErrorAnswer(List.of(new FieldError(field, message)));
    }
}
