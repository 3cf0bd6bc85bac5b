package io.promptstream.policy.app.replay;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.ReplayState;
import io.promptstream.event.Task;
import io.promptstream.policy.app.http.RequestException;
import io.promptstream.policy.app.snapshots.Snapshots;
import io.promptstream.policy.learning.TaskLearner;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/** The policies of a task as requests see them: the live one and the candidates. */
@Singleton
public final class CandidateStore {
    private final Snapshots snapshots;
    private final ReplayStates replays;

    CandidateStore(Snapshots snapshots, ReplayStates replays) {
        this.snapshots = snapshots;
        this.replays = replays;
    }

    /** The newest version of the live policy; refuses the request if there is none yet. */
    public PolicySnapshot live(Task task) {
        requireReady();
        return snapshots
                .newest(task.getTaskId())
                .orElseThrow(() -> RequestException.notFound(
                        "id", "task %s has no policy yet; ask again in a moment".formatted(task.getTaskId())));
    }

    /** The task's candidates by name, without weights and lists; what an earlier task of the same id has left is none of them. */
    public List<PolicySnapshot> all(Task task) {
        requireReady();
        return snapshots.candidates(task.getTaskId()).stream()
                .filter(candidate -> TaskLearner.continues(task, candidate))
                .toList();
    }

    /** How far the replay is that makes the candidate, as far as it is known. */
    public Optional<ReplayState> replay(Task task, String name) {
        return replays.find(task.getTaskId(), name);
    }

    /** A candidate whose replay is done, whole; refuses the request where there is none. */
    public PolicySnapshot finished(Task task, String name) {
        requireReady();
        Optional<ReplayState> replay = replay(task, name);
        if (replay.isPresent()) {
            requireDone(replay.get());
        }
        return snapshots
                .candidate(task.getTaskId(), name)
                .flatMap(snapshots::whole)
                .filter(candidate -> TaskLearner.continues(task, candidate))
                .orElseThrow(() -> RequestException.notFound(
                        "candidate",
                        "%s is not there; write one that 'promptstream candidates --task %s' lists"
                                .formatted(name, task.getTaskId())));
    }

    private static void requireDone(ReplayState replay) {
        switch (replay.getStatus()) {
            case DONE -> {}
            case RESCORING, RELEARNING ->
                throw RequestException.conflict(
                        "candidate",
                        "%s is still being made; wait until its replay is done".formatted(replay.getName()));
            case FAILED ->
                throw RequestException.conflict(
                        "candidate",
                        "%s is not whole, because its replay failed; replay again: %s"
                                .formatted(replay.getName(), replay.getMessage()));
            case UNKNOWN ->
                throw RequestException.conflict(
                        "candidate",
                        "%s is in a state that this version does not know; upgrade the service"
                                .formatted(replay.getName()));
        }
    }

    private void requireReady() {
        if (!snapshots.ready() || !replays.ready()) {
            throw new KafkaException("the snapshots are still being read");
        }
    }
}
