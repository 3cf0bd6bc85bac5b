package io.promptstream.policy.app.submit;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpResponse;
import io.promptstream.policy.app.http.RequestBody;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.app.publish.EventPublisher;
import io.promptstream.policy.app.publish.EventPublisher.Keyed;
import io.promptstream.policy.task.FieldError;
import io.promptstream.policy.task.JsonFields;
import io.promptstream.schemas.size.OversizedRecordException;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Takes one event or a list of them from a request, and publishes all, or none if one is wrong. */
@Singleton
final class EventSubmission {
    private final EventPublisher publisher;

    EventSubmission(EventPublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * What a request brought.
     *
     * @param list whether it was a list, so that a field's path begins with a position
     */
    record Submitted<T>(List<T> events, boolean list) {
        private String path(int index, String field) {
            return list ? "[%d].%s".formatted(index, field) : field;
        }
    }

    /**
     * How an event is published and named.
     *
     * @param record what is published of it
     * @param idField the field that holds its id; no two events of a request have the same
     * @param sizes fields that may be long
     */
    record Form<T>(
            Function<T, Keyed> record, String idField, Function<T, String> id, Function<T, List<FieldSize>> sizes) {}

    /**
     * The events of a request; refuses the request with the errors of all of them.
     *
     * @param parser makes an event, and tells the fields what is wrong with them
     */
    static <T> Submitted<T> read(@Nullable String body, Function<JsonFields, T> parser) {
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
        return new Submitted<>(events, json.isArray());
    }

    /** Publishes the events and answers with their ids; refuses the request before anything is sent. */
    <T> HttpResponse<Accepted> publish(String topic, Submitted<T> submitted, Form<T> form) {
        requireDistinctIds(submitted, form);
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        List<FieldError> oversized = new ArrayList<>();
        for (int i = 0; i < submitted.events().size(); i++) {
            T event = submitted.events().get(i);
            try {
                records.add(publisher.record(topic, form.record().apply(event)));
            } catch (OversizedRecordException e) {
                FieldSize largest = FieldSize.largest(form.sizes().apply(event));
                oversized.add(RequestException.oversized(submitted.path(i, largest.field()), largest.bytes(), e));
            }
        }
        if (!oversized.isEmpty()) {
            throw RequestException.tooLarge(oversized);
        }
        publisher.publish(records);
        return HttpResponse.accepted()
                .body(new Accepted(submitted.events().stream().map(form.id()).toList()));
    }

    private static <T> void requireDistinctIds(Submitted<T> submitted, Form<T> form) {
        Map<String, Integer> positions = new HashMap<>();
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < submitted.events().size(); i++) {
            String id = form.id().apply(submitted.events().get(i));
            Integer before = positions.putIfAbsent(id, i);
            if (before != null) {
                errors.add(new FieldError(
                        submitted.path(i, form.idField()),
                        "is \"%s\" as in [%d]; write an id only once in a request".formatted(id, before)));
            }
        }
        if (!errors.isEmpty()) {
            throw RequestException.invalid(errors);
        }
    }
}
