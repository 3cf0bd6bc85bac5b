package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Query;
import io.promptstream.event.Role;
import io.promptstream.policy.RoundSamples;
import io.promptstream.policy.TaskSamples;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** What strangers send: each gets its answer, and nobody else notices. */
@WithKafka
class EdgesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int MEBIBYTE = 1 << 20;

    private final KafkaEnvironment kafka;

    EdgesIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void extremesAmongTheQueriesKeepNoGoodOneFromItsAnswer() throws Exception {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "extremes")) {
            // Given
            assertThat(service.put("/tasks/opinions", TaskSamples.JSON).status())
                    .isEqualTo(200);
            TopicCatalogue names = topics.catalogue();
            List<Query> extremes = ExtremeQueries.all();
            List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
            for (int i = 0; i < extremes.size(); i++) {
                Query good = TaskSamples.query("opinions", "good-" + i);
                records.add(topics.record(names.queries(), good.getQueryId(), good));
                records.add(topics.record(names.queries(), extremes.get(i).getQueryId(), extremes.get(i)));
            }
            for (int i = 0; i < 300; i++) {
                records.add(topics.record(names.queries(), "lost-" + i, TaskSamples.query("nobody-" + i, "lost-" + i)));
            }
            records.add(topics.record(names.queries(), "good-last", TaskSamples.query("opinions", "good-last")));

            // When
            topics.write(records);
            writeCompressed(topics, "pasted", TaskSamples.query("opinions", "pasted"), 9 * MEBIBYTE);
            topics.write(
                    List.of(topics.record(names.queries(), "good-end", TaskSamples.query("opinions", "good-end"))));

            // Then
            List<String> good = Stream.concat(
                            IntStream.range(0, extremes.size()).mapToObj(Integer::toString), Stream.of("last", "end"))
                    .map(name -> "opinions/good-" + name + "-serve")
                    .toList();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(served(topics)).containsAll(good));
            assertThat(served(topics)).doesNotHaveDuplicates();
            await().atMost(PATIENCE).untilAsserted(() -> {
                ConsumerRecord<String, byte[]> letter = topics.deadLetters().stream()
                        .filter(dead -> "pasted".equals(dead.key()))
                        .findFirst()
                        .orElseThrow();
                assertThat(letter.value()).isNull();
                assertThat(header(letter, DeadLetters.REASON)).contains("uncompressed; write at most 1043456");
                assertThat(Long.parseLong(header(letter, DeadLetters.SIZE))).isGreaterThan(9L * MEBIBYTE);
            });
            assertThat(service.get("/prometheus").body().asText())
                    .contains("promptstream_dead_letters_total{reason=\"too_large\",topic=\"%s\"} 1.0"
                            .formatted(names.queries().name()));
            assertThat(service.get("/health").status()).isEqualTo(200);
        }
    }

    @Test
    void aRequestIsAcceptedAsAWholeOrNotAtAll() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "whole")) {
            // Given
            service.put("/tasks/opinions", TaskSamples.JSON);
            String large = "log line ".repeat(MEBIBYTE / 4);
            String one = "{\"queryId\": \"a\", \"text\": \"fine\", \"reference\": \" positive\"}";
            String two = "{\"queryId\": \"b\", \"text\": \"%s\"}";

            // When
            var oversized = service.post("/tasks/opinions/queries", "[%s, %s]".formatted(one, two.formatted(large)));
            var again = service.post("/tasks/opinions/queries", "[%s, %s]".formatted(one, two.formatted(large)));
            var twice = service.post("/tasks/opinions/queries", "[%s, %s]".formatted(one, one));
            var noLabel = service.post("/tasks/opinions/queries", one.replace("positive", "excellent"));
            var body = service.post("/tasks/opinions/queries", two.formatted("x".repeat(11 * MEBIBYTE)));
            var rating = service.post("/feedback", "{\"queryId\": \"a\", \"taskId\": \"opinions\", \"rating\": 1}");
            var label = service.post(
                    "/feedback", "{\"queryId\": \"a\", \"taskId\": \"opinions\", \"reference\": \"Positive\"}");
            service.put("/tasks/numbers", """
                    {"kind": "generation", "reward": {"kind": "regex", "pattern": "^[0-9]+$"}}""");
            var unneeded =
                    service.post("/feedback", "{\"queryId\": \"a\", \"taskId\": \"numbers\", \"reference\": \"7\"}");
            var id = service.post("/tasks/opinions/queries", "{\"queryId\": \"a\\u0000\", \"text\": \"fine\"}");
            var nothing = service.post("/tasks/opinions/queries", "[]");
            var empty = service.post("/tasks/opinions/queries", "");
            var nested = service.post("/tasks/opinions/queries", "[".repeat(100_000));
            var noTask = service.post("/feedback", "[{\"queryId\": \"a\", \"taskId\": \"nope\", \"verdict\": \"ok\"}]");
            var both = service.post("/tasks/opinions/queries", "[%s, %s]".formatted(one, two.formatted("short")));

            // Then
            assertThat(List.of(oversized.status(), again.status())).containsOnly(413);
            assertThat(oversized.body().path("errors").path(0).path("field").asText())
                    .isEqualTo("[1].text");
            assertThat(oversized.body().path("errors").path(0).path("message").asText())
                    .contains("has 2359296 bytes", "an event may have 1043456 bytes");
            assertThat(body.status()).isEqualTo(413);
            assertThat(body.body().path("errors").path(0).path("message").asText())
                    .contains("a request may have 10485760");
            assertThat(errors(twice))
                    .containsExactly("[1].queryId: is \"a\" as in [0]; write an id only once in a request");
            assertThat(errors(noLabel)).singleElement().asString().contains("write one of positive, negative");
            assertThat(errors(rating)).singleElement().asString().startsWith("rating: is of no use");
            assertThat(errors(label)).singleElement().asString().contains("write one of positive, negative");
            assertThat(errors(unneeded)).singleElement().asString().startsWith("reference: is of no use");
            assertThat(errors(id)).singleElement().asString().startsWith("queryId: holds a control character");
            assertThat(nothing.body().path("accepted").isArray()).isTrue();
            assertThat(errors(empty)).contains(": is empty; write an object with named fields");
            assertThat(errors(nested)).singleElement().asString().startsWith(": is not JSON: Document nesting depth");
            assertThat(noTask.status()).isEqualTo(404);
            assertThat(noTask.body().path("errors").path(0).path("field").asText())
                    .isEqualTo("[0].taskId");
            assertThat(both.status()).isEqualTo(202);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(served(topics))
                            .containsExactlyInAnyOrder("opinions/a-serve", "opinions/b-serve"));
            assertThat(kafka.consumeAll(topics.catalogue().queries().name())).hasSize(2);
        }
    }

    @Test
    void aTaskThatPeopleRateSaysThatItCannotLearn() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "rated")) {
            // When
            var put = service.put(
                    "/tasks/rated", TaskSamples.JSON.replace("\"window\"", "\"kind\": \"rating\", \"window\""));
            var batch = JsonNodeFactory.instance.arrayNode();
            IntStream.range(0, 200)
                    .forEach(i -> batch.addObject().put("queryId", "q" + i).put("text", "fine"));
            service.post("/tasks/rated/queries", batch.toString());

            // Then
            assertThat(put.body().path("warnings").toString()).contains("cannot learn", "reward.ratedBy: judge");
            List<PromptProposal> proposals = topics.proposals(200);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("rated")).isZero());
            assertThat(service.get("/tasks/rated/policy")
                            .body()
                            .path("warnings")
                            .toString())
                    .contains("cannot learn");
            assertThat(topics.proposals())
                    .hasSameSizeAs(proposals)
                    .allSatisfy(proposal ->
                            assertThat(proposal.getProvenance().getRole()).isEqualTo(Role.SERVE));
        }
    }

    @Test
    void aRoundThatNobodyFillsBeginsWithWhatItHas() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "slow")) {
            // Given
            service.put(
                    "/tasks/opinions", TaskSamples.JSON.replace("\"maxLag\"", "\"roundAge\": \"PT1S\", \"maxLag\""));

            // When
            topics.ask("opinions", List.of("only"));

            // Then
            List<PromptProposal> proposals = topics.proposals(1 + 4);
            assertThat(proposals)
                    .filteredOn(proposal -> proposal.getProvenance().getRole() == Role.EXPLORE)
                    .hasSize(4)
                    .allSatisfy(proposal -> assertThat(proposal.getQueryId()).isEqualTo("only"));
            topics.learn(RoundSamples.of(proposals));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("opinions")).isEqualTo(1));
        }
    }

    private static List<String> served(ServiceTopics topics) {
        return topics.proposals().stream()
                .filter(proposal -> proposal.getProvenance().getRole() == Role.SERVE)
                .map(PromptProposal::getProposalId)
                .filter(id -> id.startsWith("opinions/good") || id.length() == "opinions/a-serve".length())
                .toList();
    }

    private void writeCompressed(ServiceTopics topics, String id, Query query, int bytes) throws Exception {
        Query pasted = Query.newBuilder(query).setText("x".repeat(bytes)).build();
        ProducerRecord<String, byte[]> record = topics.record(topics.catalogue().queries(), id, pasted);
        Map<String, Object> settings = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServers(),
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "zstd",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2 * bytes);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        }
    }

    private static List<String> errors(RunningService.Answer answer) {
        assertThat(answer.status()).isEqualTo(400);
        List<String> errors = new ArrayList<>();
        answer.body()
                .path("errors")
                .forEach(error -> errors.add(error.path("field").asText() + ": "
                        + error.path("message").asText()));
        return errors;
    }

    private static String header(ConsumerRecord<String, byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
