package io.promptstream.reward.app.api;

import io.micronaut.http.HttpStatus;

/** A request cannot be followed, because of one of its fields. */
final class RefusedRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final String field;
    private final String problem;

    RefusedRequestException(HttpStatus status, String field, String problem) {
        super(field + " " + problem);
        this.status = status;
        this.field = field;
        this.problem = problem;
    }

    HttpStatus status() {
        return status;
    }

    String field() {
        return field;
    }

    String problem() {
        return problem;
    }
}
