package io.promptstream.policy.app.submit;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.policy.app.publish.EventPublisher.Keyed;
import io.promptstream.policy.app.submit.EventSubmission.Form;
import io.promptstream.policy.app.submit.EventSubmission.Submitted;
import io.promptstream.policy.app.tasks.TaskStore;
import io.promptstream.policy.task.JsonFields;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.tracing.TraceAttribute;
import io.promptstream.service.tracing.TraceSpan;
import io.promptstream.service.tracing.TraceStep;
import io.promptstream.service.tracing.Tracing;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Queries over HTTP, for applications that do not speak Kafka. */
@Controller("/tasks/{id}/queries")
@ExecuteOn(TaskExecutors.BLOCKING)
final class QueryController {
    private static final Form<Asked> FORM =
            new Form<>(Asked::record, "queryId", Asked::queryId, asked -> sizes(asked.query()));

    private final TaskStore tasks;
    private final EventSubmission submission;
    private final String topic;
    private final Tracing tracing;
    private final Clock clock;

    QueryController(TaskStore tasks, EventSubmission submission, TopicCatalogue topics, Tracing tracing, Clock clock) {
        this.tasks = tasks;
        this.submission = submission;
        this.topic = topics.queries().name();
        this.tracing = tracing;
        this.clock = clock;
    }

    /** Accepts one query or a list of them: all, or none if one is wrong. Each continues with the caller's trace, if any. */
    @Post
    HttpResponse<Accepted> post(
            String id,
            @Body @Nullable String body,
            @Header(TraceContext.TRACEPARENT) @Nullable String traceparent,
            @Header(TraceContext.TRACESTATE) @Nullable String tracestate) {
        Task task = tasks.get(id);
        TraceContext caller = TraceContext.parse(traceparent, tracestate);
        Submitted<Asked> asked = EventSubmission.read(body, fields -> {
            Query query = query(task, fields);
            return new Asked(query, ask(query, caller));
        });
        HttpResponse<Accepted> accepted = submission.publish(topic, asked, FORM);
        asked.events().forEach(query -> query.span().end());
        return accepted;
    }

    private TraceSpan ask(Query query, @Nullable TraceContext caller) {
        return tracing.begin(TraceStep.ASK, topic, caller)
                .attribute(TraceAttribute.TASK, query.getTaskId())
                .attribute(TraceAttribute.QUERY, query.getQueryId());
    }

    private Query query(Task task, JsonFields fields) {
        String queryId = EventIds.orNew(fields, "queryId");
        String text = fields.text("text");
        if (fields.has("text") && text.isBlank()) {
            fields.error("text", "is blank; write the user's text");
        }
        Query query = Query.newBuilder()
                .setQueryId(queryId)
                .setTaskId(task.getTaskId())
                .setText(text)
                .setContext(fields.textsThatAreThere("context"))
                .setAttributes(fields.textsByName("attributes"))
                .setReference(References.read(fields, task).orElse(null))
                .setAskedAt(Instant.ofEpochMilli(clock.millis()))
                .build();
        fields.end();
        return query;
    }

    private static List<FieldSize> sizes(Query query) {
        return List.of(
                FieldSize.of("text", query.getText()),
                FieldSize.of("context", query.getContext()),
                FieldSize.of("attributes", query.getAttributes()),
                FieldSize.of("reference", query.getReference().orElse("")));
    }

    private record Asked(Query query, TraceSpan span) {
        Keyed record() {
            return new Keyed(queryId(), query, null, span.context());
        }

        String queryId() {
            return query.getQueryId();
        }
    }
}
