package io.promptstream.policy.kafka;

import io.micronaut.context.annotation.Factory;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.ReplayState;
import io.promptstream.kafka.CompactedTopic;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.kafka.ServiceComponent;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.kafka.TaskLookup;
import io.promptstream.kafka.UnreadableRecords;
import io.promptstream.policy.RoundConfiguration;
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
import io.promptstream.service.DeclaredVariables;
import io.promptstream.service.tracing.Tracing;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Wires the loops; a loop that failed gets a new body with new clients. */
@Factory
final class PolicyLoops {
    /** Bounds what is in memory: a query may have a mebibyte, and more from a producer that compresses well. */
    private static final int QUERIES_AT_ONCE = 8;
    /** A round may have four mebibytes. */
    private static final int ROUNDS_AT_ONCE = 8;
    /** Weights of live policies that are kept in memory; 80 of the usual size. */
    private static final long MOST_SNAPSHOT_BYTES = 64L << 20;

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
    @Named("rounds")
    DeclaredVariables roundVariables() {
        return DeclaredVariables.of(RoundConfiguration.class);
    }

    @Singleton
    KeyedEvents<PolicySnapshot> snapshotEvents() {
        return new KeyedEvents<>(codec, PolicySnapshot.class, "taskId", CandidateKeys::of);
    }

    @Singleton
    WholeSnapshots wholeSnapshots() {
        return new WholeSnapshots(MOST_SNAPSHOT_BYTES);
    }

    @Singleton
    CompactedTopic<KeptSnapshot> snapshotTopic(
            KeyedEvents<PolicySnapshot> events, WholeSnapshots whole, UnreadableRecords unreadable) {
        return new CompactedTopic<>(
                "snapshots",
                topics.policySnapshots().name(),
                clients::reader,
                new KeptSnapshots(events, whole),
                unreadable);
    }

    @Singleton
    Snapshots snapshots(CompactedTopic<KeptSnapshot> topic, WholeSnapshots whole, KeyedEvents<PolicySnapshot> events) {
        return new Snapshots(
                topic,
                whole,
                new SnapshotRecords(
                        () -> clients.reader(Map.of(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1)),
                        events,
                        topics.policySnapshots().name()));
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
    ServiceComponent proposerLoop(
            Snapshots snapshots, FrozenLanguageModel model, RoundsInFlight roundsInFlight, RoundConfiguration rounds) {
        return new ServiceLoop(
                "proposer",
                () -> bodies.make(
                        "proposer",
                        QUERIES_AT_ONCE,
                        topics.queries().largestRecordBytes(),
                        (consumer, transactions) -> new ProposerLoop(
                                consumer,
                                transactions,
                                codec,
                                topics,
                                new TaskLookup(tasks),
                                snapshots,
                                new Proposer(
                                        new CurrentPolicies(new Policies(model), snapshots::whole),
                                        clock,
                                        System::nanoTime,
                                        UUID::randomUUID,
                                        rounds.bytes()),
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
        PoisonRecords poison = new PoisonRecords();
        return new ServiceLoop(
                "learner",
                () -> bodies.make(
                        "learner",
                        ROUNDS_AT_ONCE,
                        topics.roundResults().largestRecordBytes(),
                        (consumer, transactions) -> {
                            LearningTraces traces = new LearningTraces(tracing, topics);
                            Learners learners = new Learners(new Policies(model), clock, codeVersion.name());
                            SnapshotLoader loader = new SnapshotLoader(
                                    new PartitionReader(clients::reader, clients::admin),
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
                                            new TaskPartitions(
                                                    topics.policySnapshots().partitions()),
                                            metrics),
                                    new NewsWriter(transactions, topics, snapshots, traces, metrics),
                                    metrics,
                                    traces,
                                    poison,
                                    clock);
                        }));
    }
}
