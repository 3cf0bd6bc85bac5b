package io.promptstream.policy.app.learn;

import io.micronaut.context.annotation.Factory;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.kafka.EventReader;
import io.promptstream.kafka.KafkaClients;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.kafka.ServiceComponent;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.kafka.TaskFinder;
import io.promptstream.policy.app.loop.LoopBodies;
import io.promptstream.policy.app.loop.RecordChecks;
import io.promptstream.policy.app.metrics.PolicyMetrics;
import io.promptstream.policy.app.owner.TaskPartitions;
import io.promptstream.policy.app.snapshots.SnapshotLoader;
import io.promptstream.policy.app.snapshots.Snapshots;
import io.promptstream.policy.learning.FrozenLanguageModel;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.round.FollowedSnapshots;
import io.promptstream.policy.round.LearnedTasks;
import io.promptstream.policy.round.Learners;
import io.promptstream.policy.round.PolicySteps;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.CodeVersion;
import io.promptstream.service.tracing.Tracing;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.apache.kafka.common.TopicPartition;

/** Wires the learner; a loop that failed gets a new body with new clients. */
@Factory
final class LearnerBeans {
    /** A round may have four mebibytes. */
    private static final int ROUNDS_AT_ONCE = 8;

    private final KafkaClients clients;
    private final LoopBodies bodies;
    private final EventCodec codec;
    private final TopicCatalogue topics;
    private final TaskDirectory tasks;
    private final PolicyMetrics metrics;
    private final Tracing tracing;
    private final Clock clock;

    LearnerBeans(
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
    @Named("learner")
    ServiceComponent learnerLoop(
            FrozenLanguageModel model,
            KeyedEvents<PolicySnapshot> snapshotEvents,
            Snapshots snapshots,
            FollowedSnapshots followed,
            CodeVersion codeVersion) {
        PoisonRecords poison = new PoisonRecords();
        return ServiceLoop.onceReady(
                "learner",
                tasks::ready,
                () -> bodies.make(
                        "learner",
                        ROUNDS_AT_ONCE,
                        topics.roundResults().largestRecordBytes(),
                        (consumer, transactions) -> {
                            LearningTraces traces = new LearningTraces(tracing, topics);
                            Learners learners = new Learners(new Policies(model), clock, codeVersion.name());
                            PartitionReader reader = new PartitionReader(clients);
                            LearnedSnapshots loader = new LearnedSnapshots(
                                    new SnapshotLoader(
                                            reader,
                                            snapshotEvents,
                                            topics.policySnapshots().name()),
                                    reader,
                                    codec,
                                    topics,
                                    new PolicySteps(new Policies(model), clock),
                                    partition -> consumer.position(new TopicPartition(
                                            topics.roundResults().name(), partition)));
                            return new LearnerLoop(
                                    consumer,
                                    transactions,
                                    bodies.records(),
                                    new EventReader<>(
                                            bodies.records().limits(),
                                            record -> codec.decode(record.topic(), record.value(), RoundResult.class),
                                            RecordChecks::of),
                                    topics,
                                    new TaskFinder(tasks),
                                    learners,
                                    new LearnedTasks(
                                            learners,
                                            tasks::find,
                                            tasks::all,
                                            loader,
                                            new TaskPartitions(
                                                    topics.policySnapshots().partitions())::of,
                                            metrics::promotionRefused,
                                            System::nanoTime),
                                    new PolicyUpdateWriter(
                                            transactions,
                                            bodies.records(),
                                            topics,
                                            snapshots::candidates,
                                            traces,
                                            metrics),
                                    metrics,
                                    traces,
                                    poison,
                                    followed::put,
                                    clock);
                        }));
    }
}
