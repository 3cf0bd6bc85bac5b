package io.promptstream.policy.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.event.Feedback;
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
import org.jspecify.annotations.Nullable;

/** Feedback over HTTP. */
@Controller("/feedback")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FeedbackController {
    private final TaskStore tasks;
    private final EventPublisher publisher;
    private final String topic;
    private final Clock clock;

    FeedbackController(TaskStore tasks, EventPublisher publisher, TopicCatalogue topics, Clock clock) {
        this.tasks = tasks;
        this.publisher = publisher;
        this.topic = topics.feedback().name();
        this.clock = clock;
    }

    /** Ids of the feedback that was accepted, in order. */
    record Accepted(List<String> accepted) {}

    /** Accepts one piece of feedback or a list of them: all, or none if one is wrong. */
    @Post
    HttpResponse<Accepted> post(@Body @Nullable String body) {
        JsonNode json = RequestBody.parse(body == null ? "" : body);
        List<FieldError> errors = new ArrayList<>();
        List<Feedback> feedback = new ArrayList<>();
        for (JsonNode element : RequestBody.oneOrMany(json)) {
            String path = json.isArray() ? "[%d]".formatted(feedback.size()) : "";
            feedback.add(feedback(JsonFields.of(path, element, errors)));
        }
        if (!errors.isEmpty()) {
            throw RequestException.invalid(errors);
        }
        feedback.forEach(given -> tasks.get(given.getTaskId()));
        publisher.publish(
                topic,
                feedback.stream()
                        .map(given -> new Keyed(given.getQueryId(), given))
                        .toList());
        return HttpResponse.accepted()
                .body(new Accepted(
                        feedback.stream().map(Feedback::getFeedbackId).toList()));
    }

    private Feedback feedback(JsonFields fields) {
        Feedback feedback = Feedback.newBuilder()
                .setFeedbackId(fields.optionalText("feedbackId")
                        .orElseGet(() -> UUID.randomUUID().toString()))
                .setQueryId(fields.text("queryId"))
                .setTaskId(fields.text("taskId"))
                .setProposalId(fields.optionalText("proposalId").orElse(null))
                .setReference(fields.optionalText("reference").orElse(null))
                .setRating(fields.optionalNumber("rating").orElse(null))
                .setVerdict(fields.optionalText("verdict").orElse(null))
                .setSource(fields.text("source", ""))
                .setGivenAt(Instant.ofEpochMilli(clock.millis()))
                .build();
        if (feedback.getReference().isEmpty()
                && feedback.getRating().isEmpty()
                && feedback.getVerdict().isEmpty()) {
            fields.error("reference", "is missing, and so are rating and verdict; write at least one of the three");
        }
        fields.end();
        return feedback;
    }
}
