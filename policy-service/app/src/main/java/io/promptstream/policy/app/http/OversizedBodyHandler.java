package io.promptstream.policy.app.http;

import io.micronaut.context.annotation.Replaces;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.exceptions.ContentLengthExceededException;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.server.exceptions.ContentLengthExceededHandler;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers a request whose body is longer than the server reads, in the form of every other refusal. */
@Singleton
@Replaces(ContentLengthExceededHandler.class)
final class OversizedBodyHandler
        implements ExceptionHandler<ContentLengthExceededException, HttpResponse<ErrorAnswer>> {
    private final HttpServerConfiguration server;

    OversizedBodyHandler(HttpServerConfiguration server) {
        this.server = server;
    }

    @Override
    @SuppressWarnings("rawtypes") // the interface's own signature
    public HttpResponse<ErrorAnswer> handle(HttpRequest request, ContentLengthExceededException exception) {
        long limit = server.getMaxRequestSize();
        long length = request.getContentLength();
        String size = length > limit ? "has %d bytes".formatted(length) : "has more than %d bytes".formatted(limit);
        return HttpResponse.<ErrorAnswer>status(HttpStatus.REQUEST_ENTITY_TOO_LARGE)
                .body(ErrorAnswer.of(
                        "",
                        "the request %s; a request may have %d bytes: send fewer or shorter events in one request"
                                .formatted(size, limit)));
    }
}
