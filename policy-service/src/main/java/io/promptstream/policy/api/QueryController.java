package io.promptstream.policy.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.event.Query;
import io.promptstream.policy.kafka.EventPublisher;
import io.promptstream.policy.kafka.EventPublisher.Keyed;
import io.promptstream.policy.task.FieldError;
import io.promptstream.policy.task.JsonFields;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;

/** Queries over HTTP, for applications that do not speak Kafka. */
@Controller("/tasks/{id}/queries")
@ExecuteOn(TaskExecutors.BLOCKING)
final class QueryController {
    private final TaskStore tasks;
    private final EventPublisher publisher;
    private final String topic;
    private final Clock clock;

    QueryController(TaskStore tasks, EventPublisher publisher, TopicCatalogue topics, Clock clock) {
        this.tasks = tasks;
        this.publisher = publisher;
        this.topic = topics.queries().name();
        this.clock = clock;
    }

    /** Ids of the queries that were accepted, in order. */
    record Accepted(List<String> accepted) {}

    /** Accepts one query or a list of them: all, or none if one is wrong. */
    @Post
    HttpResponse<Accepted> post(String id, @Body @Nullable String body) {
        tasks.get(id);
        JsonNode json = RequestBody.parse(body == null ? "" : body);
        List<FieldError> errors = new ArrayList<>();
        List<Query> queries = new ArrayList<>();
        for (JsonNode element : RequestBody.oneOrMany(json)) {
            String path = json.isArray() ? "[%d]".formatted(queries.size()) : "";
            queries.add(query(id, JsonFields.of(path, element, errors)));
        }
        if (!errors.isEmpty()) {
            throw RequestException.invalid(errors);
        }
        try {
            publisher.publish(
                    topic,
                    queries.stream()
                            .map(query -> new Keyed(query.getQueryId(), query))
                            .toList());
        } catch (RecordTooLargeException e) {
            throw RequestException.tooLarge("text");
        }
        return HttpResponse.accepted()
                .body(new Accepted(queries.stream().map(Query::getQueryId).toList()));
    }

    private Query query(String taskId, JsonFields fields) {
        String queryId =
                fields.optionalText("queryId").orElseGet(() -> UUID.randomUUID().toString());
        String text = fields.text("text");
        if (queryId.isBlank()) {
            fields.error("queryId", "is blank; write an identifier or leave it out");
        }
        if (text.isBlank()) {
            fields.error("text", "is blank; write the user's text");
        }
        Query query = Query.newBuilder()
                .setQueryId(queryId)
                .setTaskId(taskId)
                .setText(text)
                .setContext(fields.texts("context"))
                .setAttributes(fields.textsByName("attributes"))
                .setReference(fields.optionalText("reference").orElse(null))
                .setAskedAt(Instant.ofEpochMilli(clock.millis()))
                .build();
        fields.end();
        return query;
    }
}
