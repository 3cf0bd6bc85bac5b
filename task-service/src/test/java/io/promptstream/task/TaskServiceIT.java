package io.promptstream.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.promptstream.event.FailureCode;
import io.promptstream.event.LabelScore;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Task;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
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
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final KafkaEnvironment kafka;
    private final TopicCatalogue topics;
    private final EventCodec codec;
    private final List<EmbeddedServer> services = new ArrayList<>();

    TaskServiceIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.topics = new TopicCatalogue(kafka.uniqueName("task-service") + ".", 4);
        this.codec = new EventCodec(Map.of("schema.registry.url", kafka.registryUrl()));
    }

    @BeforeEach
    void writeModel() throws IOException {
        TinyModel.write(directory, 1);
    }

    @AfterEach
    void stopServices() {
        services.forEach(EmbeddedServer::close);
        codec.close();
    }

    @Test
    void answersEveryGoodProposalAndKeepsEveryBadRecordAsADeadLetter() throws Exception {
        // Given
        EmbeddedServer service = start("a");
        put(Events.classification("weather", Events.local("bundled"), "sun", "rain", "pine"));
        List<PromptProposal> good = proposals(300);
        List<byte @Nullable []> garbage = garbage(1000);
        List<ProducerRecord<String, byte[]>> mixed = new ArrayList<>();
        good.forEach(proposal -> mixed.add(record(proposal)));
        garbage.forEach(
                value -> mixed.add(new ProducerRecord<>(topics.promptProposals().name(), "garbage", value)));
        Collections.shuffle(mixed, new Random(2));

        // When
        kafka.produce(mixed);

        // Then
        List<TaskOutput> outputs = outputs(good.size());
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
        List<ConsumerRecord<String, byte[]>> dead =
                kafka.consume(topics.deadLetters(topics.promptProposals()).name(), garbage.size(), PATIENCE);
        assertThat(dead).hasSize(garbage.size());
        assertThat(dead.stream().map(found -> Arrays.toString(found.value())))
                .containsExactlyInAnyOrderElementsOf(
                        garbage.stream().map(Arrays::toString).toList());
        assertThat(dead).allSatisfy(found -> {
            Header reason = found.headers().lastHeader(DeadLetters.REASON);
            assertThat(new String(reason.value(), StandardCharsets.UTF_8)).isNotBlank();
        });
        assertThat(get(service, "/health")).contains("\"UP\"", "bundled");
        assertThat(get(service, "/prometheus"))
                .contains(
                        "promptstream_task_proposals_unreadable_total 1000.0",
                        "promptstream_task_proposals_answered_total{task=\"weather\"} 300.0");
    }

    @Test
    void answersOnceThoughItIsStoppedInBetween() {
        // Given
        EmbeddedServer first = start("a");
        put(Events.classification("weather", Events.local("bundled"), "sun", "rain"));
        List<PromptProposal> proposals = proposals(3000);
        kafka.produce(proposals.stream().map(this::record).toList());
        outputs(100);

        // When
        first.close();
        int before = kafka.consumeAll(topics.taskOutputs().name()).size();
        start("b");

        // Then
        outputs(proposals.size());
        assertThat(before).isLessThan(proposals.size());
        assertThat(kafka.consumeAll(topics.taskOutputs().name()))
                .extracting(found -> decode(found).getProposalId())
                .doesNotHaveDuplicates()
                .hasSize(proposals.size());
    }

    @Test
    void turnsWhatItCannotServeIntoFailures() {
        // Given
        start("a");
        put(Events.classification("weather", Events.local("bundled"), "sun", "rain"));
        put(Events.classification("elsewhere", Events.local("huge"), "sun", "rain"));
        put(Events.generation("story", Events.local("bundled")));
        Instant now = Instant.now();

        // When
        kafka.produce(List.of(
                record(Events.proposal("1", "nothing", "a", "b", 1, now)),
                record(Events.proposal("2", "weather", "x".repeat(TinyModel.POSITIONS), "b", 1, now)),
                record(Events.proposal("3", "elsewhere", "a", "b", 1, now)),
                record(Events.proposal("4", "story", "once", "upon", 1, now))));

        // Then
        Map<String, String> results = new TreeMap<>();
        outputs(4)
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
        EmbeddedServer service = run("a", directory.resolve("missing"));

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get(service, "/health")).contains("\"DOWN\"", "not loaded from", "config.json"));
    }

    private EmbeddedServer start(String instance) {
        EmbeddedServer service = run(instance, directory);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get(service, "/health")).contains("\"UP\"").doesNotContain("DOWN"));
        return service;
    }

    private EmbeddedServer run(String instance, Path modelDirectory) {
        EmbeddedServer service = ApplicationContext.run(
                EmbeddedServer.class,
                Map.of(
                        "micronaut.server.port", -1,
                        "promptstream.bootstrap-servers", kafka.bootstrapServers(),
                        "promptstream.schema-registry-url", kafka.registryUrl(),
                        "promptstream.topic-prefix", topics.prefix(),
                        "promptstream.instance", instance,
                        "promptstream.task-grace", "PT1S",
                        "promptstream.model-dir", modelDirectory.toString()));
        services.add(service);
        return service;
    }

    private void put(Task task) {
        String topic = topics.tasks().name();
        kafka.produce(topic, task.getTaskId(), codec.encode(topic, task));
    }

    private static List<PromptProposal> proposals(int count) {
        Instant now = Instant.now();
        return IntStream.range(0, count)
                .mapToObj(i -> Events.proposal("p" + i, "weather", "input " + i / 16, "prompt " + i % 16, 1, now))
                .toList();
    }

    private ProducerRecord<String, byte[]> record(PromptProposal proposal) {
        String topic = topics.promptProposals().name();
        return new ProducerRecord<>(topic, proposal.getQueryId(), codec.encode(topic, proposal));
    }

    /** Seven ways of being no proposal, in turn. */
    private List<byte @Nullable []> garbage(int count) {
        Random random = new Random(1);
        byte[] proposal = record(proposals(1).getFirst()).value();
        byte[] query = codec.encode(
                topics.queries().name(),
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

    private List<TaskOutput> outputs(int count) {
        return kafka.consume(topics.taskOutputs().name(), count, PATIENCE).stream()
                .map(this::decode)
                .toList();
    }

    private TaskOutput decode(ConsumerRecord<String, byte[]> found) {
        return switch (codec.decode(found.topic(), found.value(), TaskOutput.class)) {
            case Decoded.Event<TaskOutput> decoded -> decoded.event();
            case Decoded.Unreadable<TaskOutput> unreadable -> throw new AssertionError(unreadable.reason());
        };
    }

    private static String get(EmbeddedServer service, String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + service.getPort() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
