package io.promptstream.reward.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.promptstream.kafka.ComponentHealth;
import io.promptstream.kafka.ServiceComponent;
import io.promptstream.kafka.ServiceLoop;
import io.promptstream.kafka.TaskDirectory;
import io.promptstream.reward.RewardTraces;
import io.promptstream.reward.app.streams.BoundedRocksDb;
import io.promptstream.reward.app.streams.EventSerdes;
import io.promptstream.reward.app.streams.FailedRecords;
import io.promptstream.reward.app.streams.RewardConfiguration;
import io.promptstream.reward.app.streams.RewardMetrics;
import io.promptstream.reward.app.streams.RewardParts;
import io.promptstream.reward.app.streams.RewardTopics;
import io.promptstream.reward.app.streams.StreamsSettings;
import io.promptstream.reward.app.streams.WallClockTime;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.service.ServiceConfiguration;
import jakarta.inject.Singleton;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.jspecify.annotations.Nullable;
import org.rocksdb.Cache;

/** Runs the topologies until the service stops; a failure restarts them. */
@Singleton
final class RewardStreams implements ServiceComponent {
    private static final long ROCKSDB_CACHE_BYTES = 64L << 20;

    private final Cache rocksDbCache = BoundedRocksDb.cache(ROCKSDB_CACHE_BYTES);
    private final ServiceLoop loop;
    private volatile @Nullable StreamsLoop current;
    private volatile boolean outlived;

    RewardStreams(
            ServiceConfiguration service,
            RewardConfiguration configuration,
            TopicCatalogue catalogue,
            EventCodec codec,
            DeadLetters letters,
            TaskDirectory tasks,
            RewardMetrics metrics,
            RewardTraces traces,
            MeterRegistry registry) {
        RewardTopics topics = RewardTopics.of(catalogue);
        FailedRecords deadLetters = new FailedRecords(letters, topics.sources(), metrics);
        Properties settings = StreamsSettings.of(service, configuration, deadLetters, rocksDbCache);
        RewardTopology topology = new RewardTopology(new RewardParts(
                topics,
                EventSerdes.of(codec, catalogue.limits()),
                configuration,
                tasks::find,
                metrics,
                traces,
                () -> new WallClockTime(configuration.tick(), configuration.restartGrace(), System::nanoTime)));
        this.loop = new ServiceLoop("streams", () -> {
            if (!ended(current)) {
                outlived = true;
            }
            StreamsLoop next =
                    new StreamsLoop(new KafkaStreams(build(topology, settings), settings), tasks::ready, registry);
            current = next;
            return next;
        });
    }

    /** What runs now; null before the start. */
    @Nullable KafkaStreams streams() {
        StreamsLoop running = current;
        return running == null ? null : running.streams();
    }

    @Override
    public String name() {
        return loop.name();
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
        // A store that is still open would continue in freed memory; then the process's end frees the cache.
        if (!outlived && ended(current)) {
            rocksDbCache.close();
        }
    }

    @Override
    public ComponentHealth health() {
        KafkaStreams streams = streams();
        if (streams == null || streams.state() != KafkaStreams.State.RUNNING) {
            String detail = streams == null ? "not started" : streams.state().name();
            return ComponentHealth.failing(
                    loop.health().working()
                            ? detail
                            : detail + "; " + loop.health().detail());
        }
        return StreamThreads.problem(streams.metrics())
                .map(ComponentHealth::failing)
                .orElseGet(loop::health);
    }

    private static boolean ended(@Nullable StreamsLoop run) {
        return run == null || run.streams().state().hasCompletedShutdown();
    }

    private static Topology build(RewardTopology topology, Properties settings) {
        StreamsBuilder builder = new StreamsBuilder(new TopologyConfig(new StreamsConfig(settings)));
        topology.addTo(builder);
        return builder.build();
    }
}
