package io.promptstream.policy.app.policies;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.event.Task;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.app.propose.RoundsInFlight;
import io.promptstream.policy.app.replay.CandidateStore;
import io.promptstream.policy.app.snapshots.CandidateAnswer;
import io.promptstream.policy.app.tasks.TaskStore;
import io.promptstream.policy.task.FieldError;
import java.util.List;

/** What a task's policy has come to, how it came about, and what may take its place. */
@Controller("/tasks/{id}")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PolicyController {
    private static final int MOST_STEPS = 1000;

    private final TaskStore tasks;
    private final CandidateStore candidates;
    private final PolicyHistory history;
    private final RoundsInFlight roundsInFlight;

    PolicyController(TaskStore tasks, CandidateStore candidates, PolicyHistory history, RoundsInFlight roundsInFlight) {
        this.tasks = tasks;
        this.candidates = candidates;
        this.history = history;
        this.roundsInFlight = roundsInFlight;
    }

    /** The newest version of the policy, with the last hundred rounds. */
    @Get("/policy")
    PolicyAnswer show(String id) {
        Task task = tasks.get(id);
        return PolicyAnswer.of(task, candidates.live(task), roundsInFlight.of(id));
    }

    @Get("/candidates")
    List<CandidateAnswer> candidates(String id) {
        Task task = tasks.get(id);
        return candidates.all(task).stream()
                .map(candidate -> CandidateAnswer.of(
                        candidate,
                        candidates.replay(task, candidate.getCandidate().orElseThrow())))
                .toList();
    }

    /** The last steps of the policy, oldest first. */
    @Get("/history")
    List<HistoryAnswer> history(String id, @QueryValue(defaultValue = "50") String limit) {
        Task task = tasks.get(id);
        return history.last(task.getTaskId(), steps(limit)).stream()
                .map(HistoryAnswer::of)
                .toList();
    }

    private static int steps(String limit) {
        if (limit.matches("\\d{1,4}")) {
            int steps = Integer.parseInt(limit);
            if (steps >= 1 && steps <= MOST_STEPS) {
                return steps;
            }
        }
        throw RequestException.invalid(List.of(
                new FieldError("limit", "is \"%s\"; write a whole number from 1 to %d".formatted(limit, MOST_STEPS))));
    }
}
