package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.local.connection.QueryPublisher;
import io.promptstream.local.system.ServiceKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class KilledServicesIT {

    private static final Logger LOG = LoggerFactory.getLogger(KilledServicesIT.class);

    /** Give it the seed of an earlier run to kill in the same order, after the same queries. */
    private static final String SEED_PROPERTY = "promptstream.test.seed";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PACE = Duration.ofMillis(20);
    private static final int FEWEST_QUERIES = 50;
    private static final int MOST_QUERIES = 200;

    @TempDir
    Path directory;

    private int sent;

    @Test
    void nothingIsLostOrDoubledWhenEachServiceIsKilledWhileQueriesStreamIn() throws Exception {
        long seed = Long.getLong(SEED_PROPERTY, System.nanoTime());
        var random = new Random(seed);
        try (var system = RunningSystem.start(directory.resolve("run"))) {
            keepAllSnapshots(system);

            // When
            try (var publisher = new QueryPublisher(system.kafka())) {
                for (var kind : shuffled(random)) {
                    stream(system, publisher, random.nextInt(FEWEST_QUERIES, MOST_QUERIES));
                    LOG.info("Killing the {} after {} queries; -D{}={}", kind.module(), sent, SEED_PROPERTY, seed);
                    system.kill(kind);
                    var restart = CompletableFuture.runAsync(() -> system.restart(kind));
                    while (!restart.isDone()) {
                        stream(system, publisher, 1);
                    }
                    restart.join();
                }
                stream(system, publisher, FEWEST_QUERIES);
                publisher.flush();
            }

            // Then
            var topics = new Topics(system.kafka());
            var exactlyOnce = new ExactlyOnce(topics);
            var queryIds = IntStream.range(0, sent)
                    .mapToObj(number -> system.query(number).getQueryId())
                    .toList();
            await("what seed %d disturbed".formatted(seed))
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        exactlyOnce.assertServedAndRewarded(queryIds);
                        exactlyOnce.assertRoundsLearned();
                    });
            assertThat(topics.deadLetters()).isEmpty();
        }
    }

    private static List<ServiceKind> shuffled(Random random) {
        var kinds = new ArrayList<>(Arrays.asList(ServiceKind.values()));
        Collections.shuffle(kinds, random);
        return kinds;
    }

    private void stream(RunningSystem system, QueryPublisher publisher, int queries) {
        for (int i = 0; i < queries; i++) {
            publisher.publish(system.query(sent++));
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    /** Compaction would take away the record of rounds learned long ago. */
    private static void keepAllSnapshots(RunningSystem system) throws InterruptedException, ExecutionException {
        var topic = system.kafka().topics().policySnapshots().name();
        var setting = new ConfigEntry(
                TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
                Long.toString(Duration.ofHours(1).toMillis()));
        try (var admin = system.kafka().admin()) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(setting, AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }
}
