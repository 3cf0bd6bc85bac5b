package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Feedback;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.RoundResult;
import io.promptstream.event.ScoringNote;
import io.promptstream.event.ScoringNoteReason;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import io.promptstream.reward.RewardTraces;
import io.promptstream.reward.app.streams.BoundedRocksDb;
import io.promptstream.reward.app.streams.FailedRecords;
import io.promptstream.reward.app.streams.RewardConfiguration;
import io.promptstream.reward.app.streams.RewardMetrics;
import io.promptstream.reward.app.streams.RewardParts;
import io.promptstream.reward.app.streams.RewardTopics;
import io.promptstream.reward.app.streams.StreamsSettings;
import io.promptstream.reward.app.streams.WallClockTime;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.size.RecordLimits;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.ServiceConfiguration;
import io.promptstream.service.tracing.Tracing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Cache;

/**
 * The service's topology with its own settings, in one thread, with a clock that moves only when told. Events are {@link
 * AvroFramed}.
 */
public final class TopologyHarness implements AutoCloseable {
    public static final RewardTopics TOPICS = RewardTopics.of(TopicCatalogue.withDefaults());
    public static final RewardConfiguration CONFIGURATION = new RewardConfiguration(
            1,
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            Duration.ZERO,
            Duration.ofSeconds(10),
            Duration.ofDays(1),
            1 << 20,
            // The driver forgets what an open transaction holds before it processes the next record.
            StreamsConfig.AT_LEAST_ONCE);

    private final Map<String, Task> tasks = new HashMap<>();
    private final RecordedMetrics metrics = new RecordedMetrics();
    private final Cache cache = BoundedRocksDb.cache(1 << 20);
    private final Topology topology;
    private final TopologyTestDriver driver;

    public TopologyHarness(Path stateDir, Task... tasks) {
        this(stateDir, CONFIGURATION, tasks);
    }

    public TopologyHarness(Path stateDir, RewardConfiguration configuration, Task... tasks) {
        this(stateDir, configuration, RewardTraces.NONE, tasks);
    }

    private TopologyHarness(Path stateDir, RewardConfiguration configuration, RewardTraces traces, Task... tasks) {
        List.of(tasks).forEach(this::put);
        Properties settings = settings(stateDir, configuration, metrics, cache);
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings)));
        new RewardTopology(new RewardParts(
                        TOPICS,
                        AvroFramed.SERDES,
                        configuration,
                        id -> Optional.ofNullable(this.tasks.get(id)),
                        metrics,
                        traces,
                        () -> new WallClockTime(configuration.tick(), configuration.restartGrace(), () -> 0)))
                .addTo(builder);
        topology = builder.build();
        driver = new TopologyTestDriver(topology, settings, Events.TIME);
    }

    /** One that records traces. */
    public static TopologyHarness traced(Path stateDir, Tracing tracing, Task... tasks) {
        return new TopologyHarness(
                stateDir, CONFIGURATION, new TracedRewards(tracing, TopicCatalogue.withDefaults()), tasks);
    }

    /** The settings of the live streams. */
    public static Properties settings(
            Path stateDir, RewardConfiguration configuration, RewardMetrics metrics, Cache cache) {
        FailedRecords failed =
                new FailedRecords(new DeadLetters("reward-service", RecordLimits.none()), TOPICS.sources(), metrics);
        ServiceConfiguration service = new ServiceConfiguration(
                "nowhere:1",
                "http://nowhere:1",
                null,
                "promptstream.",
                4,
                Duration.ofDays(7),
                1,
                "test",
                stateDir,
                Map.of());
        return StreamsSettings.of(service, configuration, failed, cache);
    }

    public Topology topology() {
        return topology;
    }

    public TopologyTestDriver driver() {
        return driver;
    }

    public List<String> counted() {
        return metrics.counted();
    }

    public void put(Task task) {
        tasks.put(task.getTaskId(), task);
    }

    public void ask(Query query) {
        input(TOPICS.queries(), AvroFramed.SERDES.queries()).pipeInput(query.getQueryId(), query);
    }

    public void giveFeedback(Feedback feedback) {
        input(TOPICS.feedback(), AvroFramed.SERDES.feedback()).pipeInput(feedback.getQueryId(), feedback);
    }

    public void propose(PromptProposal proposal) {
        input(TOPICS.proposals(), AvroFramed.SERDES.proposals()).pipeInput(proposal.getQueryId(), proposal);
    }

    public void answer(TaskOutput output) {
        input(TOPICS.outputs(), AvroFramed.SERDES.outputs()).pipeInput(output.getQueryId(), output);
    }

    public void reward(Reward reward) {
        input(TOPICS.rewards(), AvroFramed.SERDES.rewards()).pipeInput(reward.getQueryId(), reward);
    }

    /** Writes an event under a key that is not its own. */
    public void answer(String key, TaskOutput output) {
        input(TOPICS.outputs(), AvroFramed.SERDES.outputs()).pipeInput(key, output);
    }

    public void garbage(String topic, byte @Nullable [] key, byte @Nullable [] value) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value));
    }

    /** Writes the bytes of an event or of something else. */
    public void write(String topic, String key, byte[] value) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value);
    }

    /** Lets the wall clock continue. */
    public void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    /** The rewards since the last call. */
    public List<Reward> rewards() {
        return output(TOPICS.rewards(), AvroFramed.SERDES.rewards()).readValuesToList();
    }

    /** The one reward since the last call. */
    public Reward onlyReward() {
        List<Reward> rewards = rewards();
        assertThat(rewards).hasSize(1);
        return rewards.getFirst();
    }

    /** The notes since the last call. */
    public List<ScoringNote> notes() {
        return output(TOPICS.notes(), AvroFramed.SERDES.notes()).readValuesToList();
    }

    /** Why feedback was not used until now, in order. */
    public List<ScoringNoteReason> ignored() {
        return metrics.ignored();
    }

    /** The round results since the last call. */
    public List<RoundResult> results() {
        return output(TOPICS.roundResults(), AvroFramed.SERDES.roundResults()).readValuesToList();
    }

    /** The one round result since the last call. */
    public RoundResult onlyResult() {
        List<RoundResult> results = results();
        assertThat(results).hasSize(1);
        return results.getFirst();
    }

    /** The dead letters of a topic since the last call. */
    public List<TestRecord<byte[], byte[]>> deadLetters(String topic) {
        return driver.createOutputTopic(
                        DeadLetters.topicOf(topic), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @Override
    public void close() {
        driver.close();
        cache.close();
    }

    private <T> TestInputTopic<String, T> input(String topic, Serde<T> serde) {
        return driver.createInputTopic(topic, new StringSerializer(), serde.serializer());
    }

    private <T> TestOutputTopic<String, T> output(String topic, Serde<T> serde) {
        return driver.createOutputTopic(topic, new StringDeserializer(), serde.deserializer());
    }
}
