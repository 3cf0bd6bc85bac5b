package io.promptstream.policy.app.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import io.promptstream.schemas.size.OversizedRecordException;
import jakarta.inject.Singleton;

/** Answers 413 where what a request asks for makes a record that is too large; nothing was published. */
@Singleton
final class OversizedHandler implements ExceptionHandler<OversizedRecordException, HttpResponse<ErrorAnswer>> {
    @Override
    @SuppressWarnings("rawtypes") // the interface's own signature
    public HttpResponse<ErrorAnswer> handle(HttpRequest request, OversizedRecordException exception) {
        return HttpResponse.<ErrorAnswer>status(HttpStatus.REQUEST_ENTITY_TOO_LARGE)
                .body(ErrorAnswer.of("", String.valueOf(exception.getMessage())));
    }
}
