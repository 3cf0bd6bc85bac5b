package io.promptstream.policy.app.promote;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.PromotionKind;
import io.promptstream.event.Replay;
import io.promptstream.event.Task;
import io.promptstream.policy.app.http.RequestBody;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.app.replay.CandidateStore;
import io.promptstream.policy.app.replay.ReplayStore;
import io.promptstream.policy.app.tasks.CheckedTasks;
import io.promptstream.policy.app.tasks.PromotionRefusedException;
import io.promptstream.policy.app.tasks.Promotions;
import io.promptstream.policy.app.tasks.TaskStore;
import io.promptstream.policy.app.tasks.Warnings;
import io.promptstream.policy.task.FieldError;
import io.promptstream.policy.task.JsonFields;
import io.promptstream.policy.task.PromotionJson;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Replaces a task's policy by a candidate, or by an earlier version of itself. */
@Controller("/tasks/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PromotionController {
    private final TaskStore tasks;
    private final CandidateStore candidates;
    private final CandidateEvaluation evaluation;
    private final Promotions promotions;
    private final ReplayStore replays;
    private final CheckedTasks checked;
    private final Clock clock;

    PromotionController(
            TaskStore tasks,
            CandidateStore candidates,
            CandidateEvaluation evaluation,
            Promotions promotions,
            ReplayStore replays,
            CheckedTasks checked,
            Clock clock) {
        this.tasks = tasks;
        this.candidates = candidates;
        this.evaluation = evaluation;
        this.promotions = promotions;
        this.replays = replays;
        this.checked = checked;
        this.clock = clock;
    }

    /**
     * Orders that a candidate becomes the policy; {@code GET /tasks/{id}/policy} tells when it is. Where the request brings
     * no evaluation, not even an empty one, the candidate is evaluated first, on every logged round of the task. Where the
     * candidate's settings ask more of the task's model, the model is asked first.
     */
    @Post("/promote")
    HttpResponse<ObjectNode> promote(String id, @Body @Nullable String body) {
        Task task = tasks.get(id);
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = JsonFields.of("", RequestBody.parse(body), errors);
        Promotion.Builder promotion = promotion(fields).setKind(PromotionKind.PROMOTION);
        String name = fields.text("candidate");
        promotion.setCandidate(name).setEvaluation(PromotionJson.evaluation(fields));
        fields.end();
        requireValid(errors);
        PolicySnapshot candidate = candidates.finished(task, name);
        List<String> warnings = checked.warnings(task, Promotions.promoted(task, candidate));
        if (!fields.has("evaluation")) {
            evaluation.write(task, candidate, promotion);
        }
        try {
            Task promoted = promotions.orderNow(promotion.setOrderedAt(now()).build(), candidate);
            return HttpResponse.accepted()
                    .body(Warnings.with(
                            warnings, PromotionJson.of(promoted.getPromotion().orElseThrow())));
        } catch (PromotionRefusedException e) {
            throw RequestException.conflict("candidate", "%s: %s".formatted(name, e.getMessage()));
        }
    }

    /**
     * Orders that the policy goes back to an earlier version: a replay relearns it exactly, as the candidate
     * {@code version-N}, and then promotes that.
     */
    @Post("/rollback")
    HttpResponse<ObjectNode> rollback(String id, @Body @Nullable String body) {
        Task task = tasks.get(id);
        List<FieldError> errors = new ArrayList<>();
        JsonFields fields = JsonFields.of("", RequestBody.parse(body), errors);
        Promotion.Builder promotion = promotion(fields).setKind(PromotionKind.ROLLBACK);
        if (!fields.has("version")) {
            fields.error("version", "is missing; write the number of the version to go back to");
        }
        long live = candidates.live(task).getVersion();
        long version = fields.wholeNumber("version", 0, 0, Long.MAX_VALUE);
        if (version >= live) {
            fields.error("version", "is %d but the policy is at %d; write an earlier one".formatted(version, live));
        }
        fields.end();
        requireValid(errors);
        promotion
                .setCandidate("version-" + version)
                .setOrderedRevision(task.getRevision())
                .setOrderedAt(now());
        Replay replay = replays.replace(replay(task, version, promotion.build()));
        return HttpResponse.accepted()
                .body(PromotionJson.of(promotion.build())
                        .put("replayId", replay.getReplayId().toString()));
    }

    private Promotion.Builder promotion(JsonFields fields) {
        return Promotion.newBuilder()
                .setPromotionId(UUID.randomUUID())
                .setBy(PromotionJson.note(fields, "by"))
                .setReason(PromotionJson.note(fields, "reason"));
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.millis());
    }

    private static Replay replay(Task task, long version, Promotion promotion) {
        return Replay.newBuilder()
                .setReplayId(UUID.randomUUID())
                .setTaskId(task.getTaskId())
                .setName(promotion.getCandidate())
                .setEndVersion(version)
                .setVerify(true)
                .setPromote(promotion)
                .setBy(promotion.getBy())
                .setOrderedAt(promotion.getOrderedAt())
                .setTaskRevision(task.getRevision())
                .build();
    }

    private static void requireValid(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw RequestException.invalid(errors);
        }
    }
}
