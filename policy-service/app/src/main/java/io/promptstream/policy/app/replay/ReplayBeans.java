package io.promptstream.policy.app.replay;

import io.micronaut.context.annotation.Factory;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.Rescoring;
import io.promptstream.kafka.CompactedTopic;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.LoopBody;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.kafka.ServiceComponent;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.kafka.UnreadableRecords;
import io.promptstream.policy.app.loop.LoopBodies;
import io.promptstream.policy.app.snapshots.SnapshotLoader;
import io.promptstream.policy.app.tasks.Promotions;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.replay.ReplayJob;
import io.promptstream.policy.replay.ReplayQueue;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.CodeVersion;
import io.promptstream.service.DeclaredVariables;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;

/** Wires the replayer. */
@Factory
final class ReplayBeans {
    private static final int MOST_ORDERS = 100;

    private final KafkaClients clients;
    private final EventCodec codec;
    private final TopicCatalogue topics;
    private final Clock clock;

    ReplayBeans(KafkaClients clients, EventCodec codec, TopicCatalogue topics, Clock clock) {
        this.clients = clients;
        this.codec = codec;
        this.topics = topics;
        this.clock = clock;
    }

    @Singleton
    DeclaredVariables replayVariables() {
        return DeclaredVariables.of(ReplayConfiguration.class);
    }

    @Singleton
    KeyedEvents<Replay> orderEvents() {
        return events(Replay.class, order -> CandidateKeys.of(order.getTaskId(), order.getName()));
    }

    @Singleton
    CompactedTopic<Replay> orderTopic(KeyedEvents<Replay> events, UnreadableRecords unreadable) {
        return new CompactedTopic<>("replays", topics.replays().name(), clients::reader, events, unreadable);
    }

    @Singleton
    CompactedTopic<Rescoring> rescoringTopic(UnreadableRecords unreadable) {
        return new CompactedTopic<>(
                "rescorings",
                topics.rescorings().name(),
                clients::reader,
                events(Rescoring.class, rescoring -> CandidateKeys.of(rescoring.getTaskId(), rescoring.getName())),
                unreadable);
    }

    @Singleton
    CompactedTopic<ReplayState> replayStateTopic(UnreadableRecords unreadable) {
        return new CompactedTopic<>(
                "replay-states", topics.replayStates().name(), clients::reader, stateEvents(), unreadable);
    }

    @Singleton
    ReplayStates replayStates(CompactedTopic<ReplayState> topic) {
        return new ReplayStates(topic);
    }

    @Singleton
    ReplayOrders replayOrders(CompactedTopic<Replay> orders, CompactedTopic<Rescoring> rescorings) {
        return new ReplayOrders(orders, rescorings);
    }

    @Singleton
    @Named("replayer")
    ServiceComponent replayer(
            LoopBodies bodies,
            FrozenLanguageModel model,
            CodeVersion codeVersion,
            KeyedEvents<PolicySnapshot> snapshotEvents,
            KeyedEvents<Replay> orderEvents,
            CompactedTopic<Rescoring> rescorings,
            TaskDirectory tasks,
            Promotions promotions,
            ReplayMetrics metrics,
            ReplayConfiguration configuration) {
        ReplayerLoop.Environment environment = new ReplayerLoop.Environment(tasks::find, promotions::order);
        return ServiceLoop.onceReady(
                "replayer",
                () -> tasks.ready() && rescorings.ready(),
                // An order without a value is withdrawn, so none may lose it.
                () -> bodies.make("replayer", MOST_ORDERS, Integer.MAX_VALUE, (consumer, transactions) -> {
                    // Of its own, as everything that belongs to one thread.
                    Policies policies = new Policies(model);
                    ReplayJobs jobs = new ReplayJobs(
                            clients,
                            codec,
                            topics,
                            new SnapshotLoader(
                                    reader(),
                                    snapshotEvents,
                                    topics.policySnapshots().name()),
                            rescorings::find,
                            new ReplayJob.Dependencies(policies, clock, System::nanoTime, codeVersion.name()),
                            configuration.recordsPerSecond());
                    ReplayOwnership ownership =
                            new ReplayOwnership(consumer, reader(), orderEvents, stateEvents(), topics);
                    ReplayLedger ledger = new ReplayLedger(consumer, transactions, bodies.records(), topics, ownership);
                    return loop(consumer, ledger, environment, ownership, rescorings, jobs, metrics);
                }));
    }

    private LoopBody loop(
            Consumer<String, byte[]> consumer,
            ReplayLedger ledger,
            ReplayerLoop.Environment environment,
            ReplayOwnership ownership,
            CompactedTopic<Rescoring> rescorings,
            ReplayJobs jobs,
            ReplayMetrics metrics) {
        return new ReplayerLoop(
                consumer,
                ledger,
                environment,
                ownership,
                new ReplayQueue(environment.tasks(), rescorings::find, System::nanoTime),
                jobs,
                metrics,
                clock);
    }

    private PartitionReader reader() {
        return new PartitionReader(clients);
    }

    private KeyedEvents<ReplayState> stateEvents() {
        return events(ReplayState.class, state -> CandidateKeys.of(state.getTaskId(), state.getName()));
    }

    private <T extends SpecificRecord> KeyedEvents<T> events(Class<T> type, Function<T, String> key) {
        return new KeyedEvents<>(codec, type, "taskId/name", key);
    }
}
