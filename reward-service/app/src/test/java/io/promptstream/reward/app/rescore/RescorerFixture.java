package io.promptstream.reward.app.rescore;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Provenance;
import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.kafka.CurrentTasks;
import io.promptstream.kafka.MockBroker;
import io.promptstream.kafka.MockReader;
import io.promptstream.kafka.MockTransactions;
import io.promptstream.kafka.PlainEvents;
import io.promptstream.kafka.Transactions;
import io.promptstream.reward.Events;
import io.promptstream.reward.app.TopologyHarness;
import io.promptstream.reward.app.streams.RewardTopics;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.CandidateKeys;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** A rescorer without a broker, one instance after the other, over rounds that were recorded. */
final class RescorerFixture {
    static final TopicPartition ORDERS = new TopicPartition("replays", 0);
    private static final RewardDefinition OTHER = RewardDefinition.newBuilder(
                    Events.reward(RewardKind.LABEL_MARGIN, MissingRewardRule.DEFAULT_VALUE))
            .setCorrectScale(37)
            .build();
    private static final int MOST_PASSES = 200;

    final TopicCatalogue topics = new TopicCatalogue("", 1);
    final MockBroker broker = new MockBroker(topics.all());
    /** Tasks that were read, and those that are read when somebody has them read to the end. */
    final Map<String, Task> tasks = new HashMap<>(Map.of(Events.TASK, Events.task()));

    final Map<String, Task> lateTasks = new HashMap<>();
    Path stateDir;
    private final EventCodec codec = PlainEvents.codec();
    private final Attempts attempts = new Attempts();
    private final Instant now = Events.TIME.plus(Duration.ofHours(1));
    private long nanos;
    private int orders;

    MockReader consumer;
    MockTransactions producer;
    RescorerLoop loop;

    RescorerFixture(Path directory) {
        this.stateDir = directory.resolve("rescorings");
        start();
    }

    private final class LateTasks implements CurrentTasks {
        @Override
        public Optional<Task> find(String taskId) {
            return Optional.ofNullable(tasks.get(taskId));
        }

        @Override
        public CatchUp beginCatchUp() {
            // Over at the second look.
            boolean[] begun = new boolean[1];
            return () -> {
                boolean over = begun[0];
                begun[0] = true;
                tasks.putAll(over ? lateTasks : Map.of());
                return over;
            };
        }
    }

    /** Another instance, on a disk of its own. */
    void startElsewhere() {
        stateDir = stateDir.resolveSibling("elsewhere");
        start();
    }

    /** Another instance, or a later run of this one, which the group gives the orders. */
    final void start() {
        consumer = broker.reader(Map.of());
        producer = broker.transactions();
        RescorerParts parts = new RescorerParts(
                broker,
                codec,
                topics,
                RewardTopics.of(topics),
                new LateTasks(),
                TopologyHarness.CONFIGURATION,
                new RescorerParts.Limits(10_000, 1, 1 << 20),
                stateDir,
                (short) 1,
                Clock.fixed(now, ZoneOffset.UTC),
                () -> nanos += Duration.ofMillis(250).toNanos(),
                attempts);
        loop = new RescorerLoop(parts, consumer, new Transactions(producer));
        consumer.rebalance(List.of(ORDERS));
    }

    /** Records rounds of one prompt and one query each: three records a round. */
    void record(int rounds) {
        for (int round = 0; round < rounds; round++) {
            String queryId = "query-" + round;
            Provenance provenance = Events.explore(new UUID(9, round), 1, 1, 0, 0);
            Instant time = Events.TIME.plusSeconds(round);
            record(topics.queries().name(), queryId, Events.query(queryId, "yes"), time);
            record(topics.promptProposals().name(), queryId, Events.proposal(queryId, provenance), time.plusMillis(1));
            record(topics.taskOutputs().name(), queryId, Events.output(queryId, provenance, 1, 0), time.plusMillis(2));
        }
    }

    void record(String topic, String key, SpecificRecord event, Instant time) {
        broker.write(new TopicPartition(topic, 0), key, codec.encode(topic, event), time.toEpochMilli());
    }

    /** An order that is not given yet; the later, the younger. */
    Replay.Builder newOrder(String name) {
        return Replay.newBuilder()
                .setReplayId(new UUID(3, ++orders))
                .setTaskId(Events.TASK)
                .setName(name)
                .setReward(OTHER)
                .setOrderedAt(Events.TIME.plusSeconds(orders));
    }

    Replay order(Replay.Builder order) {
        Replay given = order.build();
        write(key(given.getName()), codec.encode(ORDERS.topic(), given));
        return given;
    }

    /** Orders a rescoring that reads a record or two at each pass. */
    Replay orderSlowly(String name) {
        return order(newOrder(name).setRecordsPerSecond(4.0));
    }

    Replay order(String name) {
        return order(newOrder(name));
    }

    void withdraw(String name) {
        write(key(name), null);
    }

    /** Writes a record to the topic of orders. */
    void write(String key, byte @Nullable [] value) {
        broker.write(ORDERS, key, value, 0);
    }

    static String key(String name) {
        return CandidateKeys.of(Events.TASK, name);
    }

    /** Runs until a rescoring has this status. */
    void runUntil(String name, RescoringStatus status) throws InterruptedException {
        for (int passes = 0; status(name) != status; passes++) {
            if (passes > MOST_PASSES) {
                throw new AssertionError(name + " is not " + status + ": " + rescoring(name));
            }
            loop.runOnce();
        }
    }

    /** Runs until so many results of a rescoring are written. */
    void runUntilWritten(String name, int results) throws InterruptedException {
        for (int passes = 0; results(name).size() < results; passes++) {
            if (passes > MOST_PASSES) {
                throw new AssertionError(name + " has only " + results(name).size() + " results");
            }
            loop.runOnce();
        }
    }

    private @Nullable RescoringStatus status(String name) {
        return rescoring(name).map(Rescoring::getStatus).orElse(null);
    }

    /** What is said of a rescoring. */
    Optional<Rescoring> rescoring(String name) {
        String topic = topics.rescorings().name();
        return Optional.ofNullable(broker.newest(topic).get(key(name)))
                .map(value -> event(topic, value, Rescoring.class));
    }

    /** All that was said of rescorings, by their names; deletions left out. */
    List<String> said() {
        String topic = topics.rescorings().name();
        return broker.records(topic).stream()
                .filter(record -> record.value() != null)
                .map(record -> event(topic, record.value(), Rescoring.class))
                .map(said -> said.getName() + " " + said.getStatus())
                .toList();
    }

    String resultsTopic(String name) {
        return topics.rescoredRoundResults(Events.TASK, name).name();
    }

    /** Rounds of which a result is written. */
    List<UUID> results(String name) {
        return broker.records(resultsTopic(name)).stream()
                .map(record ->
                        event(record.topic(), record.value(), RoundResult.class).getRoundId())
                .toList();
    }

    private <T extends SpecificRecord> T event(String topic, byte[] value, Class<T> type) {
        return ((Decoded.Event<T>) codec.decode(topic, value, type)).event();
    }
}
