package io.promptstream.reward.app.api;

import java.util.List;

/** The body of an answer that says what is wrong with a request. */
record ErrorReport(List<Problem> errors) {
    ErrorReport {
        errors = List.copyOf(errors);
    }

    static ErrorReport of(String field, String message) {
        return new ErrorReport(List.of(new Problem(field, message)));
    }

    /** One problem of one field. */
    record Problem(String field, String message) {}
}
