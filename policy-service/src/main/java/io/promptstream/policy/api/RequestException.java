package io.promptstream.policy.api;

import io.micronaut.http.HttpStatus;
import io.promptstream.policy.task.FieldError;
import java.util.List;

/** A request that is refused. */
final class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient HttpStatus status;
    private final transient List<FieldError> errors;

    RequestException(HttpStatus status, List<FieldError> errors) {
        super(errors.toString());
        this.status = status;
        this.errors = List.copyOf(errors);
    }

    static RequestException invalid(List<FieldError> errors) {
        return new RequestException(HttpStatus.BAD_REQUEST, errors);
    }

    static RequestException notFound(String field, String message) {
        return new RequestException(HttpStatus.NOT_FOUND, List.of(new FieldError(field, message)));
    }

    static RequestException conflict(String field, String message) {
        return new RequestException(HttpStatus.CONFLICT, List.of(new FieldError(field, message)));
    }

    static RequestException unknownTask(String field, String taskId) {
        return notFound(field, "task %s is not known; PUT /tasks/%s first".formatted(taskId, taskId));
    }

    static RequestException tooLarge(String field) {
        return new RequestException(
                HttpStatus.REQUEST_ENTITY_TOO_LARGE,
                List.of(new FieldError(field, "makes an event that is too large for its topic; write a shorter one")));
    }

    HttpStatus status() {
        return status;
    }

    ErrorAnswer answer() {
        return new ErrorAnswer(errors);
    }
}
