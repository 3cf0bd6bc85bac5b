package io.promptstream.policy.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpResponse;
import io.promptstream.policy.kafka.EventPublisher;
import io.promptstream.policy.kafka.EventPublisher.Keyed;
import io.promptstream.policy.task.FieldError;
import io.promptstream.policy.task.JsonFields;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Takes one event or a list of them from a request, and publishes all, or none if one is wrong. */
@Singleton
final class EventSubmission {
    private final EventPublisher publisher;

    EventSubmission(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * The events of a request; refuses the request with the errors of all of them.
     *
     * @param parser makes an event, and tells the fields what is wrong with them
     */
    static <T> List<T> read(@Nullable String body, Function<JsonFields, T> parser) {
        JsonNode json = RequestBody.parse(body);
        List<FieldError> errors = new ArrayList<>();
        List<T> events = new ArrayList<>();
        if (json.isArray()) {
            for (JsonNode element : json) {
                events.add(parser.apply(JsonFields.of("[%d]".formatted(events.size()), element, errors)));
            }
        } else {
            events.add(parser.apply(JsonFields.of("", json, errors)));
        }
        if (!errors.isEmpty()) {
            throw RequestException.invalid(errors);
        }
        return events;
    }

    /**
     * Publishes the events and answers with their ids.
     *
     * @param record what is published of an event
     * @param largestField the field to shorten where an event is too large
     */
    <T> HttpResponse<Accepted> publish(
            String topic, List<T> events, Function<T, Keyed> record, Function<T, String> id, String largestField) {
        try {
            publisher.publish(topic, events.stream().map(record).toList());
        } catch (RecordTooLargeException e) {
            throw RequestException.tooLarge(largestField);
        }
        return HttpResponse.accepted().body(new Accepted(events.stream().map(id).toList()));
    }
}
