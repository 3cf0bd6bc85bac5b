package io.promptstream.policy.app.submit;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.event.Feedback;
import io.promptstream.event.Task;
import io.promptstream.policy.app.publish.EventPublisher.Keyed;
import io.promptstream.policy.app.submit.EventSubmission.Form;
import io.promptstream.policy.app.submit.EventSubmission.Submitted;
import io.promptstream.policy.app.tasks.TaskStore;
import io.promptstream.policy.task.JsonFields;
import io.promptstream.schemas.RewardKinds;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Feedback over HTTP. */
@Controller("/feedback")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FeedbackController {
    private static final double LARGEST_RATING = 1e6;
    private static final String OF_NO_USE =
            "is of no use: task %s is rewarded by its answers alone; write a verdict, which is for people, or put the task with another reward.kind";

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
        String queryId = EventIds.required(fields, "queryId");
        String taskId = fields.text("taskId");
        Optional<Task> task =
                taskId.isEmpty() ? Optional.empty() : Optional.of(tasks.get(fields.pathOf("taskId"), taskId));
        Feedback feedback = Feedback.newBuilder()
                .setFeedbackId(EventIds.orNew(fields, "feedbackId"))
                .setQueryId(queryId)
                .setTaskId(taskId)
                .setProposalId(EventIds.ofProposal(fields, "proposalId").orElse(null))
                .setReference(reference(fields, task).orElse(null))
                .setRating(rating(fields, task).orElse(null))
                .setVerdict(fields.optionalText("verdict").orElse(null))
                .setSource(fields.text("source", ""))
                .setGivenAt(Instant.ofEpochMilli(clock.millis()))
                .build();
        if (!fields.has("reference") && !fields.has("rating") && !fields.has("verdict")) {
            fields.error("reference", "is missing, and so are rating and verdict; write at least one of the three");
        }
        fields.end();
        return feedback;
    }

    private static Optional<String> reference(JsonFields fields, Optional<Task> task) {
        if (fields.has("reference")
                && task.filter(FeedbackController::scoresByAnswers).isPresent()) {
            fields.error("reference", OF_NO_USE.formatted(task.get().getTaskId()));
        }
        return task.isPresent() ? References.read(fields, task.get()) : fields.optionalText("reference");
    }

    private static boolean scoresByAnswers(Task task) {
        return RewardKinds.basis(task.getReward())
                .filter(RewardKinds.Basis.ANSWER::equals)
                .isPresent();
    }

    private static Optional<Double> rating(JsonFields fields, Optional<Task> task) {
        Optional<Double> rating = fields.optionalNumber("rating");
        if (rating.isPresent() && Math.abs(rating.get()) > LARGEST_RATING) {
            fields.error(
                    "rating",
                    "is %s; write a number from -%s to %s".formatted(rating.get(), LARGEST_RATING, LARGEST_RATING));
        }
        if (rating.isPresent()
                && task.isPresent()
                && !RewardKinds.rated(task.get().getReward().getKind())) {
            fields.error(
                    "rating",
                    scoresByAnswers(task.get())
                            ? OF_NO_USE.formatted(task.get().getTaskId())
                            : "is of no use: task %s is not rewarded by ratings; write the desired answer as reference, or put the task with reward.kind: rating"
                                    .formatted(task.get().getTaskId()));
        }
        return rating;
    }
}
