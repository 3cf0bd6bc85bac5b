package io.promptstream.policy.kafka;

import io.micronaut.context.annotation.Factory;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.ReplayState;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.metrics.PolicyMetrics;
import io.promptstream.policy.round.CurrentPolicies;
import io.promptstream.policy.round.Learners;
import io.promptstream.policy.round.Proposer;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.CodeVersion;
import io.promptstream.service.CompactedTopic;
import io.promptstream.service.KafkaClients;
import io.promptstream.service.KeyedEvents;
import io.promptstream.service.PartitionReader;
import io.promptstream.service.ServiceComponent;
import io.promptstream.service.ServiceLoop;
import io.promptstream.service.TaskDirectory;
import io.promptstream.service.TaskLookup;
import io.promptstream.service.UnreadableRecords;
import io.promptstream.service.tracing.Tracing;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;

/** Wires the loops; a loop that failed gets a new body with new clients. */
@Factory
final class PolicyLoops {
    /** Bounds the transaction of one poll. */
    private static final int MOST_QUERIES = 200;

    private static final int MOST_ROUNDS = 50;

    private final KafkaClients clients;
    private final LoopBodies bodies;
    private final EventCodec codec;
    private final TopicCatalogue topics;
    private final TaskDirectory tasks;
    private final PolicyMetrics metrics;
    private final Tracing tracing;
    private final Clock clock;

    PolicyLoops(
            KafkaClients clients,
            LoopBodies bodies,
            EventCodec codec,
            TopicCatalogue topics,
            TaskDirectory tasks,
            PolicyMetrics metrics,
            Tracing tracing,
            Clock clock) {
        this.clients = clients;
        this.bodies = bodies;
        this.codec = codec;
        this.topics = topics;
        this.tasks = tasks;
        this.metrics = metrics;
        this.tracing = tracing;
        this.clock = clock;
    }

    @Singleton
    KeyedEvents<PolicySnapshot> snapshotEvents() {
        return new KeyedEvents<>(codec, PolicySnapshot.class, "taskId", CandidateKeys::of);
    }

    @Singleton
    CompactedTopic<PolicySnapshot> snapshotTopic(KeyedEvents<PolicySnapshot> events, UnreadableRecords unreadable) {
        return new CompactedTopic<>("snapshots", topics.policySnapshots().name(), clients::reader, events, unreadable);
    }

    @Singleton
    Snapshots snapshots(CompactedTopic<PolicySnapshot> topic) {
        return new Snapshots(topic);
    }

    @Singleton
    CompactedTopic<ReplayState> replayStateTopic(UnreadableRecords unreadable) {
        return new CompactedTopic<>(
                "replay-states",
                topics.replayStates().name(),
                clients::reader,
                new KeyedEvents<>(
                        codec,
                        ReplayState.class,
                        "taskId/name",
                        state -> CandidateKeys.of(state.getTaskId(), state.getName())),
                unreadable);
    }

    @Singleton
    ReplayStates replayStates(CompactedTopic<ReplayState> topic) {
        return new ReplayStates(topic);
    }

    @Singleton
    RoundsInFlight roundsInFlight() {
        return new RoundsInFlight();
    }

    @Singleton
    @Named("proposer")
    ServiceComponent proposerLoop(Snapshots snapshots, FrozenLanguageModel model, RoundsInFlight roundsInFlight) {
        return new ServiceLoop(
                "proposer",
                () -> bodies.make(
                        "proposer",
                        MOST_QUERIES,
                        (consumer, transactions) -> new ProposerLoop(
                                consumer,
                                transactions,
                                codec,
                                topics,
                                new TaskLookup(tasks),
                                snapshots,
                                new Proposer(new CurrentPolicies(new Policies(model)), clock, UUID::randomUUID),
                                metrics,
                                roundsInFlight,
                                new QueryTraces(tracing, topics))));
    }

    @Singleton
    @Named("learner")
    ServiceComponent learnerLoop(
            FrozenLanguageModel model,
            KeyedEvents<PolicySnapshot> snapshotEvents,
            Snapshots snapshots,
            CodeVersion codeVersion) {
        return new ServiceLoop(
                "learner",
                () -> bodies.make("learner", MOST_ROUNDS, (consumer, transactions) -> {
                    Learners learners = new Learners(new Policies(model), clock, codeVersion.name());
                    SnapshotLoader loader = new SnapshotLoader(
                            new PartitionReader(clients::reader, clients::admin, clock),
                            snapshotEvents,
                            topics.policySnapshots().name());
                    return new LearnerLoop(
                            consumer,
                            transactions,
                            codec,
                            topics,
                            new TaskLookup(tasks),
                            learners,
                            new LearnedTasks(
                                    learners,
                                    tasks,
                                    loader,
                                    new TaskPartitions(topics.policySnapshots().partitions()),
                                    metrics),
                            snapshots,
                            metrics,
                            new LearningTraces(tracing, topics),
                            clock);
                }));
    }
}
