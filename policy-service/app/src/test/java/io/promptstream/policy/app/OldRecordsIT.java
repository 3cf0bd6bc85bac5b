package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.OutputKind;
import io.promptstream.event.PolicyDefinition;
import io.promptstream.event.PolicyKind;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.Task;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import io.promptstream.schemas.serde.AvroSerializer;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/**
 * {@code round-results-v1.avro} holds the round results of a running system, as the first version of their schema had them:
 * without the origin of a prompt. They are of a task whose prompts people wrote, so no language model has a part in what is learned.
 */
@WithKafka
class OldRecordsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String TASK = "recorded-opinions";
    private static final String REPLAYS = "/tasks/" + TASK + "/replays";
    /** What the rounds led to when the file was made; it must never change. */
    private static final String DIGEST = "f9ccfb7e5122fa3f9e2fc371bdaec29c8cda069c98379daaf23a63756a4ae022";

    private final KafkaEnvironment kafka;

    OldRecordsIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void roundsOfAnEarlierSchemaAreLearnedAndReplayedBitByBit() throws IOException {
        // Given
        List<GenericRecord> recorded = recorded();
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "only")) {
            topics.write(List.of(topics.record(topics.catalogue().tasks(), TASK, task())));

            // When
            topics.write(written(recorded, topics.catalogue().roundResults()));

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    policy(service).path("roundsLearned").asInt())
                            .isEqualTo(recorded.size()));
            assertThat(policy(service).path("digest").asText()).isEqualTo(DIGEST);

            // When
            service.post(REPLAYS, "{\"name\": \"same\", \"verify\": true}");
            service.post(REPLAYS, "{\"name\": \"trained\", \"from\": 0}");

            // Then
            JsonNode same = awaitEnd(service, "same");
            assertThat(same.path("status").asText()).as(same.toString()).isEqualTo("done");
            assertThat(same.path("digest").asText()).isEqualTo(DIGEST);
            assertThat(same.at("/verification/versionsCompared").asInt()).isEqualTo(recorded.size() + 1);
            JsonNode trained = awaitEnd(service, "trained");
            assertThat(trained.path("status").asText()).as(trained.toString()).isEqualTo("done");
            assertThat(trained.path("roundsLearned").asInt()).isEqualTo(recorded.size());
        }
    }

    private static List<GenericRecord> recorded() throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        try (InputStream file =
                        Objects.requireNonNull(OldRecordsIT.class.getResourceAsStream("round-results-v1.avro"));
                DataFileStream<GenericRecord> stream = new DataFileStream<>(file, new GenericDatumReader<>())) {
            stream.forEach(records::add);
        }
        return records;
    }

    /** Under the schema that the records have, not under today's. */
    private List<ProducerRecord<String, byte[]>> written(List<GenericRecord> records, Topic topic) {
        try (AvroSerializer<GenericRecord> serializer = new AvroSerializer<>()) {
            serializer.configure(Map.of("schema.registry.url", kafka.registryUrl()), false);
            return records.stream()
                    .map(record -> new ProducerRecord<>(topic.name(), TASK, serializer.serialize(topic.name(), record)))
                    .toList();
        }
    }

    private static Task task() {
        return Task.newBuilder()
                .setTaskId(TASK)
                .setRevision(1)
                .setTemplate("{input} {prompt}")
                .setKind(OutputKind.GENERATION)
                .setReward(RewardDefinition.newBuilder()
                        .setKind(RewardKind.TOKEN_F1)
                        .setWindowMillis(30_000)
                        .setMissing(MissingRewardRule.LEAVE_OUT)
                        .build())
                .setTaskModel(new TaskModelDefinition(TaskModelKind.LOCAL, "bundled", null, null, 1, null))
                .setPolicy(PolicyDefinition.newBuilder()
                        .setKind(PolicyKind.FIXED)
                        .setContendersPerRound(2)
                        .setSeed(7)
                        .build())
                .setHandWrittenPrompts(List.of(
                        "Sentiment:",
                        "In one word:",
                        "Rate the product:",
                        "The reviewer found it",
                        "To sum up, it turned out"))
                .setCreatedAt(Instant.EPOCH)
                .setUpdatedAt(Instant.EPOCH)
                .build();
    }

    private static JsonNode policy(RunningService service) {
        return service.get("/tasks/" + TASK + "/policy").body();
    }

    private static JsonNode awaitEnd(RunningService service, String name) {
        return await().atMost(PATIENCE)
                .until(
                        () -> service.get(REPLAYS + "/" + name).body(),
                        replay -> replay.path("status").asText().matches("done|failed"));
    }
}
