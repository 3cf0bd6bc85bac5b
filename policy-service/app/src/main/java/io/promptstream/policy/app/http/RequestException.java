package io.promptstream.policy.app.http;

import io.micronaut.http.HttpStatus;
import io.promptstream.policy.task.FieldError;
import io.promptstream.schemas.size.OversizedRecordException;
import java.util.List;

/** A request that is refused. */
public final class RequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient HttpStatus status;
    private final transient List<FieldError> errors;

    public RequestException(HttpStatus status, List<FieldError> errors) {
        super(errors.toString());
        this.status = status;
        this.errors = List.copyOf(errors);
    }

    public static RequestException invalid(List<FieldError> errors) {
        return new RequestException(HttpStatus.BAD_REQUEST, errors);
    }

    public static RequestException notFound(String field, String message) {
        return new RequestException(HttpStatus.NOT_FOUND, List.of(new FieldError(field, message)));
    }

    public static RequestException conflict(String field, String message) {
        return new RequestException(HttpStatus.CONFLICT, List.of(new FieldError(field, message)));
    }

    public static RequestException unknownTask(String field, String taskId) {
        return notFound(
                field,
                "task %s is not known; register it first, with 'promptstream task apply FILE.yaml'".formatted(taskId));
    }

    /** Refuses what is larger than the system takes; nothing of the request was published. */
    public static RequestException tooLarge(List<FieldError> errors) {
        return new RequestException(HttpStatus.REQUEST_ENTITY_TOO_LARGE, errors);
    }

    /** What is wrong with a field that makes an event too large. */
    public static FieldError oversized(String field, long bytes, OversizedRecordException event) {
        return new FieldError(
                field,
                "has %d bytes and makes an event of %d, uncompressed; write less: an event may have %d bytes"
                        .formatted(bytes, event.bytes(), event.limit()));
    }

    HttpStatus status() {
        return status;
    }

    public ErrorAnswer answer() {
        return new ErrorAnswer(errors);
    }
}
