package io.promptstream.reward;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Provenance;
import io.promptstream.event.Reward;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicAdmin;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own, killed in the middle of its work. */
@WithKafka
class KilledServiceIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int ROUNDS = 40;
    private static final int PROMPTS = 8;
    private static final int QUERIES = 4;

    @TempDir
    Path directory;

    private final KafkaEnvironment kafka;
    private final TopicCatalogue topics;

    KilledServiceIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.topics = new TopicCatalogue(kafka.uniqueName("killed") + ".", 4);
    }

    @Test
    void givesEachProposalOneRewardAndEachRoundOneResult() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
                EventCodec codec = new EventCodec(Map.of("schema.registry.url", kafka.registryUrl()))) {
            // Given
            new TopicAdmin(admin).ensure(topics.all(), (short) 1);
            RewardDefinition patient = RewardDefinition.newBuilder(
                            Events.reward(RewardKind.LABEL_MARGIN, MissingRewardRule.LEAVE_OUT))
                    .setWindowMillis(PATIENCE.multipliedBy(4).toMillis())
                    .build();
            kafka.produce(List.of(record(codec, topics.tasks(), Events.TASK, Events.task(patient))));
            List<ProducerRecord<String, byte[]>> outputs = outputs(codec);
            int half = outputs.size() / 2;

            // When the service is killed while it works on the first half
            Process first = start();
            kafka.produce(outputs.subList(0, half));
            kafka.consume(topics.rewards().name(), 1, PATIENCE);
            first.destroyForcibly().waitFor();
            int before = kafka.consumeAll(topics.rewards().name()).size();

            // And its successor sees the rest, and outputs of both halves twice
            Process second = start();
            try {
                kafka.produce(outputs.subList(half / 2, outputs.size()));
                kafka.consume(topics.roundResults().name(), ROUNDS, PATIENCE);
            } finally {
                second.destroy();
                second.waitFor();
            }

            // Then
            assertThat(before).isLessThan(ROUNDS * PROMPTS * QUERIES);
            assertThat(events(codec, topics.rewards(), Reward.class))
                    .hasSize(ROUNDS * PROMPTS * QUERIES)
                    .extracting(Reward::getProposalId)
                    .doesNotHaveDuplicates();
            List<RoundResult> results = events(codec, topics.roundResults(), RoundResult.class);
            assertThat(results)
                    .hasSize(ROUNDS)
                    .extracting(RoundResult::getRoundId)
                    .doesNotHaveDuplicates();
            assertThat(results).allSatisfy(result -> {
                assertThat(result.getClosing()).isEqualTo(RoundClosing.COMPLETE);
                assertThat(result.getReceivedRewards()).isEqualTo(PROMPTS * QUERIES);
                assertThat(result.getPrompts()).isEqualTo(results.getFirst().getPrompts());
            });
        }
    }

    /** Every query with its reference, then the outputs round by round. */
    private List<ProducerRecord<String, byte[]>> outputs(EventCodec codec) {
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (int r = 0; r < ROUNDS; r++) {
            UUID round = new UUID(5, r);
            for (int q = 0; q < QUERIES; q++) {
                String queryId = "query-" + r + "-" + q;
                records.add(record(codec, topics.queries(), queryId, Events.query(queryId, "yes")));
                for (int p = 0; p < PROMPTS; p++) {
                    Provenance provenance = Events.explore(round, PROMPTS, QUERIES, p, q);
                    records.add(record(
                            codec, topics.taskOutputs(), queryId, Events.output(queryId, provenance, p * 0.3, q)));
                }
            }
        }
        return records;
    }

    private Process start() throws IOException {
        ProcessBuilder service = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                RewardService.class.getName());
        Map<String, String> environment = service.environment();
        environment.put("PROMPTSTREAM_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.put("PROMPTSTREAM_SCHEMA_REGISTRY_URL", kafka.registryUrl());
        environment.put("PROMPTSTREAM_TOPIC_PREFIX", topics.prefix());
        environment.put("PROMPTSTREAM_STATE_DIR", directory.resolve("state").toString());
        environment.put("PROMPTSTREAM_HTTP_PORT", "-1");
        File log = directory.resolve("service.log").toFile();
        return service.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private <T extends SpecificRecord> List<T> events(EventCodec codec, Topic topic, Class<T> type) {
        List<T> events = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : kafka.consumeAll(topic.name())) {
            if (codec.decode(topic.name(), record.value(), type) instanceof Decoded.Event<T> decoded) {
                events.add(decoded.event());
            }
        }
        return events;
    }

    private static ProducerRecord<String, byte[]> record(
            EventCodec codec, Topic topic, String key, SpecificRecord event) {
        return new ProducerRecord<>(topic.name(), key, codec.encode(topic.name(), event));
    }
}
