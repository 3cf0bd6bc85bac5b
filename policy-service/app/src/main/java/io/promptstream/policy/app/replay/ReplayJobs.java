package io.promptstream.policy.app.replay;

import io.promptstream.event.Lineage;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.Rescoring;
import io.promptstream.event.Task;
import io.promptstream.kafka.TopicClients;
import io.promptstream.policy.app.snapshots.SnapshotLoader;
import io.promptstream.policy.replay.RateLimit;
import io.promptstream.policy.replay.Recordings;
import io.promptstream.policy.replay.ReplayFailure;
import io.promptstream.policy.replay.ReplayJob;
import io.promptstream.policy.replay.ReplayQueue;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.util.Optional;
import java.util.function.Function;

/** Opens replays on the topics, where they begin or where they are. */
final class ReplayJobs {
    private final TopicClients clients;
    private final EventCodec codec;
    private final TopicCatalogue topics;
    private final SnapshotLoader candidates;
    private final Function<String, Optional<Rescoring>> rescorings;
    private final ReplayJob.Dependencies dependencies;
    private final double recordsPerSecond;

    ReplayJobs(
            TopicClients clients,
            EventCodec codec,
            TopicCatalogue topics,
            SnapshotLoader candidates,
            Function<String, Optional<Rescoring>> rescorings,
            ReplayJob.Dependencies dependencies,
            double recordsPerSecond) {
        this.clients = clients;
        this.codec = codec;
        this.topics = topics;
        this.candidates = candidates;
        this.rescorings = rescorings;
        this.dependencies = dependencies;
        this.recordsPerSecond = recordsPerSecond;
    }

    Recordings recordings(String taskId, int partition) {
        return new TaskRecordings(clients, codec, topics, taskId, partition, rescorings);
    }

    /**
     * Opens a replay.
     *
     * @param state how far it has come, if it has begun
     * @throws ReplayFailure if it cannot be continued
     * @throws IllegalArgumentException if the policy is one that this version of the service cannot make
     * @throws IllegalStateException if a topic is not there
     */
    RunningReplay open(Replay order, Task task, Recordings recordings, Optional<ReplayState> state)
            throws ReplayFailure, InterruptedException {
        Optional<PolicySnapshot> candidate = state.flatMap(ReplayState::getTask).isPresent()
                ? candidates.candidate(recordings.partition(), ReplayQueue.key(order))
                : Optional.empty();
        Optional<ReplayJob.Checkpoint> checkpoint =
                state.map(known -> new ReplayJob.Checkpoint(known, candidate.filter(found -> isOf(order, found))));
        ReplayJob job = checkpoint.isPresent()
                ? ReplayJob.resume(order, task, recordings, dependencies, checkpoint.get())
                : ReplayJob.begin(order, task, recordings, dependencies);
        double rate = Math.min(recordsPerSecond, order.getRecordsPerSecond().orElse(recordsPerSecond));
        return new RunningReplay(order, job, new RateLimit(rate, dependencies.nanoTime()), dependencies.nanoTime());
    }

    private static boolean isOf(Replay order, PolicySnapshot candidate) {
        return candidate
                .getLineage()
                .map(Lineage::getReplayId)
                .filter(order.getReplayId()::equals)
                .isPresent();
    }
}
