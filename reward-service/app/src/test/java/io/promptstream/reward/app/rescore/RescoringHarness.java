package io.promptstream.reward.app.rescore;

import static io.promptstream.reward.app.TopologyHarness.CONFIGURATION;
import static io.promptstream.reward.app.TopologyHarness.SERDES;
import static io.promptstream.reward.app.TopologyHarness.TOPICS;

import io.promptstream.event.Replay;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.reward.Events;
import io.promptstream.reward.app.RecordedMetrics;
import io.promptstream.reward.app.TopologyHarness;
import io.promptstream.reward.app.streams.BoundedRocksDb;
import io.promptstream.schemas.topic.TopicCatalogue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.rocksdb.Cache;

/** The topology of a rescoring with its own settings, in one thread, reading a recording that the test writes. */
final class RescoringHarness implements AutoCloseable {
    private final SideNames names;
    private final Cache cache = BoundedRocksDb.cache(1 << 20);
    private final Topology topology;
    private final TopologyTestDriver driver;

    /**
     * @param order with the reward to score by
     */
    RescoringHarness(Path stateDir, Task task, Replay order) {
        names = SideNames.of(TopicCatalogue.withDefaults(), order);
        Properties settings = SideStreamsFactory.settings(
                TopologyHarness.settings(stateDir, CONFIGURATION, new RecordedMetrics(), cache),
                names,
                stateDir,
                1 << 20);
        // The driver forgets what an open transaction holds before it processes the next record.
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.AT_LEAST_ONCE);
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings)));
        new RescoringTopology(
                        SideStreamsFactory.rewardParts(
                                TOPICS,
                                SERDES,
                                CONFIGURATION,
                                names.results().name(),
                                SideStreamsFactory.rescored(
                                        task, order.getReward().orElseThrow())),
                        names.recording().name())
                .addTo(builder);
        topology = builder.build();
        driver = new TopologyTestDriver(topology, settings, Events.TIME.plusSeconds(1_000_000));
    }

    static Replay.Builder order() {
        return Replay.newBuilder()
                .setReplayId(new UUID(7, 7))
                .setTaskId(Events.TASK)
                .setName("other-weights")
                .setOrderedAt(Events.TIME);
    }

    Topology topology() {
        return topology;
    }

    /** What a recorder copies of a source record. */
    void record(Source source, String key, byte[] value, Instant time) {
        ConsumerRecord<String, byte[]> original = new ConsumerRecord<>(source.name(), 0, 0, key, value);
        pipe(RecordedEvents.copy(names.recording().name(), source, original, time.toEpochMilli()));
    }

    void end(Instant time) {
        pipe(RecordedEvents.end(names.recording().name(), time.toEpochMilli()));
    }

    /** The round results since the last call. */
    List<RoundResult> results() {
        return driver.createOutputTopic(
                        names.results().name(),
                        new StringDeserializer(),
                        SERDES.roundResults().deserializer())
                .readValuesToList();
    }

    long count(String name) {
        Long count = driver.<String, Long>getKeyValueStore(RescoringTopology.COUNTS_STORE)
                .get(name);
        return count == null ? 0 : count;
    }

    /** Topics that were written, but for changelogs and the results. */
    List<String> otherTopics() {
        return driver.producedTopicNames().stream()
                .filter(topic -> !topic.endsWith("-changelog")
                        && !topic.equals(names.results().name()))
                .toList();
    }

    private void pipe(ProducerRecord<String, byte[]> record) {
        driver.createInputTopic(record.topic(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        record.key(), record.value(), record.headers(), Instant.ofEpochMilli(record.timestamp())));
    }

    @Override
    public void close() {
        driver.close();
        cache.close();
    }
}
