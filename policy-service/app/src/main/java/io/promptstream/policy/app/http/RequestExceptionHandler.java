package io.promptstream.policy.app.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;

/** Answers a refused request with its errors. */
@Singleton
final class RequestExceptionHandler implements ExceptionHandler<RequestException, HttpResponse<ErrorAnswer>> {
    @Override
    @SuppressWarnings("rawtypes") // the interface's own signature
    public HttpResponse<ErrorAnswer> handle(HttpRequest request, RequestException exception) {
        return HttpResponse.<ErrorAnswer>status(exception.status()).body(exception.answer());
    }
}
