package io.promptstream.policy.app.evaluate;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.event.Task;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.app.tasks.TaskStore;
import io.promptstream.policy.task.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Off-policy evaluation over HTTP. */
@Controller("/tasks/{id}/evaluations")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EvaluationController {
    private final TaskStore tasks;
    private final EvaluationTargets targets;
    private final PolicyEvaluations evaluations;

    EvaluationController(TaskStore tasks, EvaluationTargets targets, PolicyEvaluations evaluations) {
        this.tasks = tasks;
        this.targets = targets;
        this.evaluations = evaluations;
    }

    /** Evaluates a policy on rounds of the task; answers when all are read. What cannot be estimated is in the answer, with why. */
    @Post
    EvaluationAnswer post(String id, @Body @Nullable String body) {
        EvaluationRequest request = EvaluationRequest.parse(body);
        Task task = tasks.get(id);
        EvaluationTargets.Found found = targets.find(task, request);
        try {
            return evaluations.evaluate(task, found, request.from(), request.to());
        } catch (PolicyEvaluations.TooManyRoundsException e) {
            throw RequestException.invalid(List.of(new FieldError(
                    "from",
                    "leaves more than %d rounds in the range; write a later one"
                            .formatted(PolicyEvaluations.MOST_ROUNDS))));
        }
    }
}
