package io.promptstream.policy.app.propose;

import io.micronaut.context.annotation.Factory;
import io.promptstream.event.Query;
import io.promptstream.kafka.EventReader;
import io.promptstream.kafka.ServiceComponent;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.kafka.TaskFinder;
import io.promptstream.policy.app.loop.LoopBodies;
import io.promptstream.policy.app.loop.RecordChecks;
import io.promptstream.policy.app.metrics.PolicyMetrics;
import io.promptstream.policy.app.snapshots.Snapshots;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.round.CurrentPolicies;
import io.promptstream.policy.round.Proposer;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.DeclaredVariables;
import io.promptstream.service.tracing.Tracing;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.UUID;

/** Wires the proposer; a loop that failed gets a new body with new clients. */
@Factory
final class ProposerBeans {
    /** Bounds what is in memory: a query may have a mebibyte, and more from a producer that compresses well. */
    private static final int QUERIES_AT_ONCE = 8;

    private final LoopBodies bodies;
    private final EventCodec codec;
    private final TopicCatalogue topics;
    private final TaskDirectory tasks;
    private final PolicyMetrics metrics;
    private final Tracing tracing;
    private final Clock clock;

    ProposerBeans(
            LoopBodies bodies,
            EventCodec codec,
            TopicCatalogue topics,
            TaskDirectory tasks,
            PolicyMetrics metrics,
            Tracing tracing,
            Clock clock) {
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
    RoundsInFlight roundsInFlight() {
        return new RoundsInFlight();
    }

    @Singleton
    @Named("proposer")
    ServiceComponent proposerLoop(
            Snapshots snapshots, FrozenLanguageModel model, RoundsInFlight roundsInFlight, RoundConfiguration rounds) {
        return ServiceLoop.onceReady(
                "proposer",
                () -> tasks.ready() && snapshots.ready(),
                () -> bodies.make(
                        "proposer",
                        QUERIES_AT_ONCE,
                        topics.queries().largestRecordBytes(),
                        (consumer, transactions) -> {
                            QueryTraces traces = new QueryTraces(tracing, topics);
                            return new ProposerLoop(
                                    consumer,
                                    transactions,
                                    bodies.records(),
                                    new EventReader<>(
                                            bodies.records().limits(),
                                            record -> codec.decode(record.topic(), record.value(), Query.class),
                                            RecordChecks::of),
                                    topics,
                                    new TaskFinder(tasks),
                                    new ProposalPublisher(
                                            transactions,
                                            new ProposalWriter(
                                                    transactions,
                                                    bodies.records(),
                                                    traces,
                                                    topics.promptProposals().name()),
                                            snapshots::newest,
                                            new Proposer(
                                                    new CurrentPolicies(new Policies(model), snapshots::whole),
                                                    clock,
                                                    System::nanoTime,
                                                    new SplittableRandom(),
                                                    UUID::randomUUID,
                                                    rounds.bytes()),
                                            metrics,
                                            roundsInFlight,
                                            traces),
                                    metrics,
                                    traces);
                        }));
    }
}
