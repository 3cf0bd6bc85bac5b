package io.promptstream.policy.app.replay;

import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Promotion;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayState;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.Rescoring;
import io.promptstream.event.Task;
import io.promptstream.kafka.EventRecords;
import io.promptstream.kafka.KeyedEvents;
import io.promptstream.kafka.MockBroker;
import io.promptstream.kafka.MockReader;
import io.promptstream.kafka.MockTransactions;
import io.promptstream.kafka.PartitionReader;
import io.promptstream.kafka.PlainEvents;
import io.promptstream.kafka.Transactions;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.app.snapshots.SnapshotLoader;
import io.promptstream.policy.learning.Policies;
import io.promptstream.policy.learning.RecurrentLanguageModel;
import io.promptstream.policy.replay.ReplayJob;
import io.promptstream.policy.replay.ReplayQueue;
import io.promptstream.policy.round.RoundSamples;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A replayer without a broker, one instance after the other, over rounds that were recorded. */
final class ReplayerFixture {
    static final TopicPartition ORDERS = new TopicPartition("replays", 0);
    private static final int MOST_PASSES = 500;

    final TopicCatalogue topics = new TopicCatalogue("", 1);
    final MockBroker broker = new MockBroker(topics.all());
    final Map<String, Task> tasks = new HashMap<>(Map.of("task", TaskSamples.task("task")));
    final Map<String, Rescoring> rescorings = new HashMap<>();
    /** What was told to metrics. */
    final List<String> told = new ArrayList<>();

    final List<String> promoted = new ArrayList<>();
    BiConsumer<Promotion, PolicySnapshot> promotions =
            (promotion, candidate) -> promoted.add(promotion.getCandidate() + " " + candidate.getVersion());
    private final EventCodec codec = PlainEvents.codec();
    private RecordLimits limits = RecordLimits.none();
    private long nanos;
    private int orders;

    MockReader consumer;
    MockTransactions producer;
    ReplayerLoop loop;

    ReplayerFixture() {
        start();
    }

    private final class ToldMetrics implements ReplayMetrics {
        @Override
        public void begun(String taskId) {
            told.add("begun " + taskId);
        }

        @Override
        public void advanced(String taskId, long records, long learned, long leftOut) {
            told.add("learned " + learned);
        }

        @Override
        public void running(int replays) {}

        @Override
        public void ended(String taskId, boolean failed) {
            told.add(failed ? "failed" : "done");
        }
    }

    /** Another instance, or a later run of this one, which the group gives the orders. */
    final void start() {
        consumer = broker.reader(Map.of());
        producer = broker.transactions();
        Policies policies = new Policies(new RecurrentLanguageModel(9, 6, 1));
        Clock clock = Clock.fixed(Instant.ofEpochMilli(50_000), ZoneOffset.UTC);
        PartitionReader reader = new PartitionReader(broker);
        ReplayOwnership ownership = new ReplayOwnership(
                consumer,
                reader,
                events(Replay.class, ReplayQueue::key),
                events(ReplayState.class, ReplayLedger::key),
                topics);
        ReplayLedger ledger = new ReplayLedger(
                consumer,
                new Transactions(producer),
                new EventRecords(codec::encode, limits, new DeadLetters("policy-service", limits)),
                topics,
                ownership);
        loop = new ReplayerLoop(
                consumer,
                ledger,
                new ReplayerLoop.Environment(
                        this::task, (promotion, candidate) -> promotions.accept(promotion, candidate)),
                ownership,
                new ReplayQueue(this::task, key -> Optional.ofNullable(rescorings.get(key)), this::nanoTime),
                new ReplayJobs(
                        broker,
                        codec,
                        topics,
                        new SnapshotLoader(
                                reader,
                                events(PolicySnapshot.class, CandidateKeys::of),
                                topics.policySnapshots().name()),
                        key -> Optional.ofNullable(rescorings.get(key)),
                        new ReplayJob.Dependencies(policies, clock, this::nanoTime, "test"),
                        1e6),
                new ToldMetrics(),
                clock);
        consumer.rebalance(List.of(ORDERS));
    }

    /** As {@link #start}, where no candidate of more than so many bytes is taken. */
    void startWithLargestSnapshot(int bytes) {
        limits = new RecordLimits(Map.of(topics.policySnapshots().name(), bytes));
        start();
    }

    private Optional<Task> task(String taskId) {
        return Optional.ofNullable(tasks.get(taskId));
    }

    /** Time continues by a millisecond with every look at it. */
    private long nanoTime() {
        return nanos += 1_000_000;
    }

    void pass(Duration time) {
        nanos += time.toNanos();
    }

    private <T extends SpecificRecord> KeyedEvents<T> events(Class<T> type, Function<T, String> key) {
        return new KeyedEvents<>(codec, type, "taskId/name", key);
    }

    /** Records so many rounds of the task. */
    void record(int rounds) {
        for (int round = 1; round <= rounds; round++) {
            write(topics.roundResults().name(), "task", RoundSamples.result(new UUID(7, round), "task", 0));
        }
    }

    void write(String topic, String key, @Nullable SpecificRecord event) {
        write(topic, key, event == null ? null : codec.encode(topic, event));
    }

    void write(String topic, String key, byte @Nullable [] value) {
        broker.write(new TopicPartition(topic, 0), key, value, 0);
    }

    /** An order to train with other settings, which is not given yet. */
    Replay.Builder newOrder(String name) {
        Task task = TaskSamples.task("task");
        return Replay.newBuilder()
                .setReplayId(new UUID(3, ++orders))
                .setTaskId("task")
                .setName(name)
                .setTaskRevision(1)
                .setPolicy(PolicyDefinition.newBuilder(task.getPolicy())
                        .setLearningRate(0.05)
                        .build())
                .setOrderedAt(Instant.ofEpochMilli(9_000));
    }

    Replay order(Replay.Builder order) {
        Replay given = order.build();
        write(ORDERS.topic(), ReplayQueue.key(given), given);
        return given;
    }

    Replay order(String name) {
        return order(newOrder(name));
    }

    /** Orders a replay that commits about every fifth round. */
    Replay orderSlowly(String name) {
        return order(newOrder(name).setRecordsPerSecond(5.0));
    }

    void withdraw(String name) {
        write(ORDERS.topic(), key(name), (byte[]) null);
    }

    static String key(String name) {
        return CandidateKeys.of("task", name);
    }

    /** Runs until a replay has this status. */
    ReplayState runUntil(String name, ReplayStatus status) throws InterruptedException {
        for (int passes = 0; state(name).map(ReplayState::getStatus).orElse(null) != status; passes++) {
            if (passes > MOST_PASSES) {
                throw new AssertionError(name + " is not " + status + ": " + state(name));
            }
            loop.runOnce();
        }
        return state(name).orElseThrow();
    }

    /** Begins a slow replay, and runs until a part of it is committed. */
    ReplayState runHalfway(String name) throws InterruptedException {
        orderSlowly(name);
        return runUntil(name, ReplayStatus.RELEARNING);
    }

    /** What is committed of a replay. */
    Optional<ReplayState> state(String name) {
        return newest(topics.replayStates().name(), key(name), ReplayState.class);
    }

    Optional<PolicySnapshot> candidate(String name) {
        return newest(topics.policySnapshots().name(), key(name), PolicySnapshot.class);
    }

    Optional<Replay> givenOrder(String name) {
        return newest(ORDERS.topic(), key(name), Replay.class);
    }

    private <T extends SpecificRecord> Optional<T> newest(String topic, String key, Class<T> type) {
        return Optional.ofNullable(broker.newest(topic).get(key))
                .map(value -> ((Decoded.Event<T>) codec.decode(topic, value, type)).event());
    }
}
