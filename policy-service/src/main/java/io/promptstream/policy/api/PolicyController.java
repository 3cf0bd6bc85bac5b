package io.promptstream.policy.api;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.policy.kafka.RoundsInFlight;
import io.promptstream.policy.kafka.Snapshots;
import io.promptstream.policy.task.FieldError;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** What a task's policy has come to. */
@Controller("/tasks/{id}/policy")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PolicyController {
    private final TaskStore tasks;
    private final Snapshots snapshots;
    private final RoundsInFlight roundsInFlight;

    PolicyController(TaskStore tasks, Snapshots snapshots, RoundsInFlight roundsInFlight) {
        this.tasks = tasks;
        this.snapshots = snapshots;
        this.roundsInFlight = roundsInFlight;
    }

    /** The newest version of the policy, with the last hundred rounds. */
    @Get
    PolicyAnswer show(String id) {
        Task task = tasks.get(id);
        Optional<PolicySnapshot> newest = snapshots.newest(task.getTaskId());
        if (newest.isEmpty() && snapshots.ready()) {
            throw new RequestException(
                    HttpStatus.NOT_FOUND,
                    List.of(new FieldError("id", "task %s has no policy yet; ask again in a moment".formatted(id))));
        }
        return PolicyAnswer.of(
                newest.orElseThrow(() -> new KafkaException("the snapshots are still being read")),
                roundsInFlight.of(id));
    }
}
