package io.promptstream.policy.app.replay;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Replay;
import io.promptstream.event.Task;
import io.promptstream.policy.app.http.RequestBody;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.app.snapshots.Snapshots;
import io.promptstream.policy.app.tasks.TaskStore;
import io.promptstream.policy.replay.ParsedReplay;
import io.promptstream.policy.replay.ReplayParser;
import io.promptstream.policy.round.PromotionProgress;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Replays over HTTP. */
@Controller("/tasks/{id}/replays")
@ExecuteOn(TaskExecutors.BLOCKING)
final class ReplayController {
    private final TaskStore tasks;
    private final ReplayStore replays;
    private final Snapshots snapshots;
    private final ReplayParser parser;

    ReplayController(TaskStore tasks, ReplayStore replays, Snapshots snapshots, Clock clock) {
        this.tasks = tasks;
        this.replays = replays;
        this.snapshots = snapshots;
        this.parser = new ReplayParser(tasks.parser(), UUID::randomUUID, clock);
    }

    /** Orders a replay; it begins when the instance that has the task's partition comes to it. */
    @Post
    HttpResponse<ReplayAnswer> post(String id, @Body @Nullable String body) {
        Task task = tasks.get(id);
        Optional<Long> version = snapshots.newest(id).map(PolicySnapshot::getVersion);
        return switch (parser.parse(task, version, RequestBody.parse(body))) {
            case ParsedReplay.Invalid invalid -> throw RequestException.invalid(invalid.errors());
            case ParsedReplay.Valid valid -> HttpResponse.accepted().body(answer(replays.put(valid.order())));
        };
    }

    /** The task's replays, oldest first. */
    @Get
    List<ReplayAnswer> list(String id) {
        tasks.get(id);
        return replays.all(id).stream().map(this::answer).toList();
    }

    @Get("/{name}")
    ReplayAnswer show(String id, String name) {
        tasks.get(id);
        return answer(replays.get(id, name));
    }

    /**
     * Cancels a replay, or forgets one that has ended, and deletes the candidate. 204 when everything is gone; 202 where
     * that takes longer; 409 for a candidate that the learner is just about to take over.
     */
    @Delete("/{name}")
    HttpResponse<Void> delete(String id, String name) {
        if (isAwaited(tasks.get(id), name)) {
            throw RequestException.conflict(
                    "name", "%s is becoming the policy of task %s; delete it afterwards".formatted(name, id));
        }
        return replays.delete(id, name) ? HttpResponse.noContent() : HttpResponse.accepted();
    }

    /** Whether the candidate was ordered to become the policy, and the learner has neither followed nor refused. */
    private boolean isAwaited(Task task, String name) {
        return task.getPromotion()
                        .filter(order -> order.getCandidate().equals(name))
                        .isPresent()
                && snapshots
                        .newest(task.getTaskId())
                        .filter(live -> PromotionProgress.of(task, live) == PromotionProgress.PENDING)
                        .isPresent();
    }

    private ReplayAnswer answer(Replay order) {
        return ReplayAnswer.of(
                order,
                replays.state(order),
                replays.rescoring(order),
                snapshots.candidate(order.getTaskId(), order.getName()));
    }
}
