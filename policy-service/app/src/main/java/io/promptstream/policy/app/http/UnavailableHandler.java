package io.promptstream.policy.app.http;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers 503 while Kafka or the registry does not take events: the same request may succeed later. */
@Singleton
final class UnavailableHandler implements ExceptionHandler<KafkaException, HttpResponse<ErrorAnswer>> {
    private static final Logger log = LoggerFactory.getLogger(UnavailableHandler.class);

    @Override
    @SuppressWarnings("rawtypes") // the interface's own signature
    public HttpResponse<ErrorAnswer> handle(HttpRequest request, KafkaException exception) {
        log.warn("A request could not be published", exception);
        return HttpResponse.<ErrorAnswer>status(HttpStatus.SERVICE_UNAVAILABLE)
                .body(ErrorAnswer.of("", "the event could not be published; try again: " + exception.getMessage()));
    }
}
