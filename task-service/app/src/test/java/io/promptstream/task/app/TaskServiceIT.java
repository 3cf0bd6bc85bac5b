package io.promptstream.task.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.FailureCode;
import io.promptstream.event.LabelScore;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.task.Events;
import io.promptstream.task.TinyModel;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.MetricsTable;
import io.promptstream.testsupport.WithKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithKafka
class TaskServiceIT {
    @TempDir
    Path directory;

    private final KafkaEnvironment kafka;
    private final ServiceTopics topics;
    private final List<RunningService> services = new ArrayList<>();

    TaskServiceIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.topics = new ServiceTopics(kafka);
    }

    @BeforeEach
    void writeModel() throws IOException {
        TinyModel.write(directory, 1);
    }

    @AfterEach
    void stopServices() {
        services.forEach(RunningService::close);
        topics.close();
    }

    @Test
    void answersEveryGoodProposalAndKeepsEveryBadRecordAsADeadLetter() throws Exception {
        // Given
        RunningService service = start();
        topics.put(Events.classification("weather", Events.local("bundled"), "sun", "rain", "pine"));
        List<PromptProposal> good = ServiceTopics.proposals(300);
        List<byte @Nullable []> garbage = garbage(1000);
        List<ProducerRecord<String, byte[]>> mixed = new ArrayList<>();
        good.forEach(proposal -> mixed.add(topics.record(proposal)));
        garbage.forEach(value -> mixed.add(
                new ProducerRecord<>(topics.catalogue().promptProposals().name(), "garbage", value)));
        Collections.shuffle(mixed, new Random(2));

        // When
        kafka.produce(mixed);

        // Then
        List<TaskOutput> outputs = topics.outputs(good.size());
        assertThat(outputs)
                .extracting(TaskOutput::getProposalId)
                .containsExactlyInAnyOrderElementsOf(
                        good.stream().map(PromptProposal::getProposalId).toList());
        assertThat(outputs).allSatisfy(output -> {
            assertThat(output.getFailure()).isEmpty();
            assertThat(output.getModelId()).matches("bundled@[0-9a-f]{12}");
            assertThat(output.getScores().stream()
                            .mapToDouble(LabelScore::getProbability)
                            .sum())
                    .isBetween(0.999, 1.001);
        });
        List<ConsumerRecord<String, byte[]>> dead = kafka.consume(
                topics.catalogue()
                        .deadLetters(topics.catalogue().promptProposals())
                        .name(),
                garbage.size(),
                ServiceTopics.PATIENCE);
        assertThat(dead).hasSize(garbage.size());
        assertThat(dead.stream().map(found -> Arrays.toString(found.value())))
                .containsExactlyInAnyOrderElementsOf(
                        garbage.stream().map(Arrays::toString).toList());
        assertThat(dead).allSatisfy(found -> {
            Header reason = found.headers().lastHeader(DeadLetters.REASON);
            assertThat(new String(reason.value(), StandardCharsets.UTF_8)).isNotBlank();
        });
        assertThat(service.get("/health")).contains("\"UP\"", "bundled");
        String metrics = service.get("/prometheus");
        assertThat(metrics)
                .contains("promptstream_outputs_answered_total{task=\"weather\"} 300.0")
                .containsPattern("promptstream_dead_letters_total\\{reason=\"unreadable\",topic=\"\\S+\"} 1000.0")
                .containsPattern("kafka_consumer_\\w+\\{.*client_id=\"task-service-only-task-service-consumer-1\"");
        assertThat(MetricsTable.in(metrics)).isEqualTo(MetricsTable.read().of("task"));
    }

    @Test
    void turnsWhatItCannotServeIntoFailures() {
        // Given
        start();
        topics.put(Events.classification("weather", Events.local("bundled"), "sun", "rain"));
        topics.put(Events.classification("elsewhere", Events.local("huge"), "sun", "rain"));
        topics.put(Events.generation("story", Events.local("bundled")));
        Instant now = Instant.now();

        // When
        kafka.produce(List.of(
                topics.record(Events.proposal("1", "nothing", "a", "b", 1, now)),
                topics.record(Events.proposal("2", "weather", "x".repeat(TinyModel.POSITIONS), "b", 1, now)),
                topics.record(Events.proposal("3", "elsewhere", "a", "b", 1, now)),
                topics.record(Events.proposal("4", "story", "once", "upon", 1, now))));

        // Then
        Map<String, String> results = new TreeMap<>();
        topics.outputs(4)
                .forEach(output -> results.put(
                        output.getProposalId(),
                        output.getFailure()
                                .map(failure -> failure.getCode().name())
                                .orElse("written")));
        assertThat(results)
                .containsEntry("1", FailureCode.UNKNOWN_TASK.name())
                .containsEntry("2", FailureCode.INPUT_TOO_LONG.name())
                .containsEntry("3", FailureCode.MODEL_UNAVAILABLE.name())
                .containsEntry("4", "written");
    }

    @Test
    void isNotHealthyWithoutItsModel() {
        // Given
        RunningService service = run(directory.resolve("missing"));

        // Then
        await().atMost(ServiceTopics.PATIENCE)
                .untilAsserted(() ->
                        assertThat(service.get("/health")).contains("\"DOWN\"", "not loaded from", "config.json"));
    }

    private RunningService start() {
        return run(directory).awaitUp();
    }

    private RunningService run(Path modelDirectory) {
        RunningService service = RunningService.start(kafka, topics.catalogue().prefix(), "only", modelDirectory);
        services.add(service);
        return service;
    }

    /** Seven ways of being no proposal, in turn. */
    private List<byte @Nullable []> garbage(int count) {
        Random random = new Random(1);
        byte[] proposal = topics.record(ServiceTopics.proposals(1).getFirst()).value();
        byte[] query = topics.codec()
                .encode(
                        topics.catalogue().queries().name(),
                        Query.newBuilder()
                                .setQueryId("q")
                                .setTaskId("weather")
                                .setText("is it wet?")
                                .setAskedAt(Instant.now())
                                .build());
        List<byte @Nullable []> garbage = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] noise = new byte[1 + random.nextInt(60)];
            random.nextBytes(noise);
            garbage.add(
                    switch (i % 7) {
                        case 0 -> null;
                        case 1 -> new byte[0];
                        case 2 -> "{\"proposalId\": 1}".getBytes(StandardCharsets.UTF_8);
                        case 3 -> new byte[] {0, 127, 1, 2, 3, 4, 5};
                        case 4 -> Arrays.copyOf(proposal, 5 + random.nextInt(proposal.length - 5));
                        case 5 -> query;
                        default -> {
                            noise[0] = (byte) (1 + random.nextInt(255));
                            yield noise;
                        }
                    });
        }
        return garbage;
    }
}
