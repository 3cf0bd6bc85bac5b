package io.promptstream.policy.api;

import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.event.Task;
import io.promptstream.policy.evaluation.Evaluator;
import io.promptstream.policy.evaluation.LeftOut;
import io.promptstream.policy.evaluation.RoundLog;
import io.promptstream.policy.kafka.RoundResultReader;
import io.promptstream.policy.task.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Off-policy evaluation over HTTP. */
@Controller("/tasks/{id}/evaluations")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EvaluationController {
    /** Bounds memory to about a hundred megabytes. */
    private static final long MOST_ROUNDS = 1_000_000;

    private final TaskStore tasks;
    private final EvaluationTargets targets;
    private final RoundResultReader rounds;

    EvaluationController(TaskStore tasks, EvaluationTargets targets, RoundResultReader rounds) {
        this.tasks = tasks;
        this.targets = targets;
        this.rounds = rounds;
    }

    /** Evaluates a policy on rounds of the task; answers when all are read. What cannot be estimated is in the answer, with why. */
    @Post
    EvaluationAnswer post(String id, @Body @Nullable String body) {
        EvaluationRequest request = EvaluationRequest.parse(body);
        Task task = tasks.get(id);
        EvaluationTargets.Found found = targets.find(task, request);
        Evaluator evaluator = new Evaluator(List.of(found.target()));
        RoundLog log = new RoundLog();
        RoundResultReader.Range range = rounds.read(id, request.from(), request.to(), result -> {
            if (log.read() == MOST_ROUNDS) {
                throw RequestException.invalid(List.of(new FieldError(
                        "from", "leaves more than %d rounds in the range; write a later one".formatted(MOST_ROUNDS))));
            }
            log.take(result).ifPresent(evaluator::add);
        });
        long truncated = log.leftOut().getOrDefault(LeftOut.TRUNCATED, 0L);
        return EvaluationAnswer.of(
                id, found, range, log, evaluator.finish(truncated).getFirst());
    }
}
