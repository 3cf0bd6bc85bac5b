package io.promptstream.reward.app.rescore;

import io.promptstream.event.Replay;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.reward.RewardTraces;
import io.promptstream.reward.app.streams.BoundedRocksDb;
import io.promptstream.reward.app.streams.EventSerdes;
import io.promptstream.reward.app.streams.PassedOverRecordHandler;
import io.promptstream.reward.app.streams.RecordedTime;
import io.promptstream.reward.app.streams.RewardConfiguration;
import io.promptstream.reward.app.streams.RewardParts;
import io.promptstream.reward.app.streams.RewardTopics;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyConfig;
import org.rocksdb.Cache;

/** Makes the instance of Kafka Streams of a rescoring: one thread, small caches, names of its own. */
final class SideStreamsFactory {
    private final RescorerParts parts;

    SideStreamsFactory(RescorerParts parts) {
        this.parts = parts;
    }

    /** Not started yet. */
    SideStreams make(Replay order, Task task, SideNames names) {
        Cache cache = BoundedRocksDb.cache(parts.limits().cacheBytes());
        try {
            return make(order, task, names, cache);
        } catch (RuntimeException e) {
            cache.close();
            throw e;
        }
    }

    private SideStreams make(Replay order, Task task, SideNames names, Cache cache) {
        Properties settings = settings(
                parts.streams().apply(cache),
                names,
                parts.stateDir(),
                parts.limits().cacheBytes());
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings)));
        Task rescored = rescored(task, order.getReward().orElseThrow());
        RewardParts rewardParts = rewardParts(
                parts.sources(),
                EventSerdes.of(parts.codec(), parts.catalogue().limits()),
                parts.reward(),
                names.results().name(),
                rescored);
        new RescoringTopology(rewardParts, names.recording().name()).addTo(builder);
        return new SideStreams(new KafkaStreams(builder.build(), settings), cache);
    }

    /**
     * The task as it is, with another reward. Its revision is never behind an output's: what live scoring scored under any
     * revision is scored.
     */
    static Task rescored(Task task, RewardDefinition reward) {
        return Task.newBuilder(task)
                .setReward(reward)
                .setRevision(Long.MAX_VALUE)
                .build();
    }

    /** What the topology is made from; results are written as if they were live ones, to another topic. */
    static RewardParts rewardParts(
            RewardTopics sources, EventSerdes serdes, RewardConfiguration configuration, String results, Task task) {
        return new RewardParts(
                new RewardTopics(
                        sources.queries(),
                        sources.proposals(),
                        sources.outputs(),
                        sources.feedback(),
                        sources.rewards(),
                        sources.notes(),
                        results),
                new EventSerdes(
                        serdes.queries(),
                        serdes.proposals(),
                        serdes.outputs(),
                        serdes.feedback(),
                        serdes.rewards(),
                        serdes.notes(),
                        underSubjectOf(sources.roundResults(), serdes.roundResults())),
                configuration,
                taskId -> taskId.equals(task.getTaskId()) ? Optional.of(task) : Optional.empty(),
                new UncountedRewards(),
                RewardTraces.NONE,
                RecordedTime::new);
    }

    /** A reader of the results knows the subject of the live ones. */
    private static Serde<RoundResult> underSubjectOf(String topic, Serde<RoundResult> serde) {
        return Serdes.serdeFrom(
                (ignored, event) -> serde.serializer().serialize(topic, event),
                (ignored, bytes) -> serde.deserializer().deserialize(topic, bytes));
    }

    /** Those of the live streams, with what is different. */
    static Properties settings(Properties live, SideNames names, Path stateDir, long cacheBytes) {
        Properties settings = new Properties();
        settings.putAll(live);
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, names.applicationId());
        settings.put(StreamsConfig.CLIENT_ID_CONFIG, settings.get(StreamsConfig.CLIENT_ID_CONFIG) + "-rescoring");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1);
        settings.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cacheBytes);
        // Every topic that it writes is new: a broker may refuse the first batch, and take a second one that is under
        // way.
        settings.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, PassedOverRecordHandler.class);
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, PassedOverRecordHandler.class);
        return settings;
    }
}
