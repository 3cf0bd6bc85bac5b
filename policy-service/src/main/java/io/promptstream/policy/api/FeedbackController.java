package io.promptstream.policy.api;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.event.Feedback;
import io.promptstream.policy.api.EventSubmission.Form;
import io.promptstream.policy.api.EventSubmission.Submitted;
import io.promptstream.policy.kafka.EventPublisher.Keyed;
import io.promptstream.policy.task.JsonFields;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Feedback over HTTP. */
@Controller("/feedback")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FeedbackController {
    private static final double LARGEST_RATING = 1e6;

    private final TaskStore tasks;
    private final EventSubmission submission;
    private final String topic;
    private final Clock clock;

    FeedbackController(TaskStore tasks, EventSubmission submission, TopicCatalogue topics, Clock clock) {
        this.tasks = tasks;
        this.submission = submission;
        this.topic = topics.feedback().name();
        this.clock = clock;
    }

    /** Accepts one piece of feedback or a list of them: all, or none if one is wrong. */
    @Post
    HttpResponse<Accepted> post(
            @Body @Nullable String body,
            @Header(TraceContext.TRACEPARENT) @Nullable String traceparent,
            @Header(TraceContext.TRACESTATE) @Nullable String tracestate) {
        Submitted<Feedback> feedback = EventSubmission.read(body, this::feedback);
        feedback.events().forEach(given -> tasks.get(given.getTaskId()));
        TraceContext caller = TraceContext.parse(traceparent, tracestate);
        return submission.publish(
                topic,
                feedback,
                new Form<>(
                        given -> new Keyed(given.getQueryId(), given, null, caller),
                        "feedbackId",
                        Feedback::getFeedbackId,
                        FeedbackController::sizes));
    }

    private static List<FieldSize> sizes(Feedback feedback) {
        return List.of(
                FieldSize.of("reference", feedback.getReference().orElse("")),
                FieldSize.of("verdict", feedback.getVerdict().orElse("")),
                FieldSize.of("source", feedback.getSource()));
    }

    private Feedback feedback(JsonFields fields) {
        String queryId = fields.text("queryId");
        if (fields.has("queryId") && queryId.isBlank()) {
            fields.error("queryId", "is blank; write the id of the query that the feedback is for");
        }
        Optional<Double> rating = fields.optionalNumber("rating");
        if (rating.isPresent() && Math.abs(rating.get()) > LARGEST_RATING) {
            fields.error(
                    "rating",
                    "is %s; write a number from -%s to %s".formatted(rating.get(), LARGEST_RATING, LARGEST_RATING));
        }
        Feedback feedback = Feedback.newBuilder()
                .setFeedbackId(fields.optionalText("feedbackId")
                        .orElseGet(() -> UUID.randomUUID().toString()))
                .setQueryId(queryId)
                .setTaskId(fields.text("taskId"))
                .setProposalId(fields.optionalText("proposalId").orElse(null))
                .setReference(fields.optionalText("reference").orElse(null))
                .setRating(rating.orElse(null))
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
