package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@WithKafka
class EvaluationIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String TASK = """
            {"handWrittenPrompts": ["good", "bad", "worse"],
             "labels": [{"name": "positive", "verbalizer": "great"}, {"name": "negative", "verbalizer": "terrible"}],
             "policy": {"kind": "fixed", "promptsPerRound": 2, "queriesPerRound": 1, "contendersPerRound": 0,
                        "maxLag": 1000}}""";
    private static final int ROUNDS = 600;

    private final KafkaEnvironment kafka;

    EvaluationIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void estimatesOverHttpAreThoseOfADirectComputation() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "only")) {
            // Given rounds of two draws, one of a prompt that is tried on purpose, and rounds that cannot be used
            assertThat(service.put("/tasks/opinions", TASK).status()).isEqualTo(200);
            List<RoundResult> rounds = LoggedRounds.rounds(0, ROUNDS, 0);
            List<RoundResult> truncated = LoggedRounds.rounds(ROUNDS, ROUNDS + 5, 2);
            topics.learn(truncated);
            topics.learn(rounds);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("opinions")).isEqualTo(ROUNDS + 5));

            // When
            JsonNode good = evaluate(service, "{\"prompt\": \"good\"}");
            JsonNode tried = evaluate(service, "{\"prompts\": [\"worse\"]}");
            JsonNode live = evaluate(service, "{\"version\": %d}".formatted(ROUNDS + 5));
            JsonNode served = evaluate(service, "{\"served\": true}");
            JsonNode unknown = evaluate(service, "{\"prompt\": \"unheard\", \"to\": 300}");

            // Then
            double ips = rounds.stream()
                    .mapToDouble(round -> LoggedRounds.draws(round)
                                    .filter(draw -> draw.getPrompt().getText().equals("good"))
                                    .mapToDouble(draw -> 3 * LoggedRounds.reward(draw))
                                    .sum()
                            / 2)
                    .average()
                    .orElseThrow();
            double weight = rounds.stream()
                    .mapToDouble(round -> LoggedRounds.draws(round)
                                    .filter(draw -> draw.getPrompt().getText().equals("good"))
                                    .count()
                            * 1.5)
                    .average()
                    .orElseThrow();
            assertThat(value(good, "ips")).isCloseTo(ips, within(1e-9));
            assertThat(value(good, "snips")).isCloseTo(ips / weight, within(1e-9));
            assertThat(value(good, "dr")).isCloseTo(9, within(0.2));
            assertThat(good.path("rounds").path("read").asInt()).isEqualTo(ROUNDS + 5);
            assertThat(good.path("rounds").path("used").asInt()).isEqualTo(ROUNDS);
            assertThat(good.path("rounds").path("leftOut").path("truncated").asInt())
                    .isEqualTo(5);
            assertThat(tried.path("basis").asText()).isEqualTo("tried");
            double worse = Stream.concat(truncated.stream(), rounds.stream())
                    .mapToDouble(round -> LoggedRounds.reward(round.getPrompts().getFirst()))
                    .average()
                    .orElseThrow();
            assertThat(value(tried, "ips")).isCloseTo(worse, within(1e-9));
            double logged = rounds.stream()
                    .mapToDouble(round -> LoggedRounds.draws(round)
                            .mapToDouble(LoggedRounds::reward)
                            .average()
                            .orElseThrow())
                    .average()
                    .orElseThrow();
            // The live policy draws all prompts equally, as the logging policy did
            assertThat(value(live, "ips")).isCloseTo(logged, within(1e-9));
            assertThat(live.path("logging").path("value").asDouble()).isCloseTo(logged, within(1e-9));
            assertThat(live.path("notes")).hasSize(1);
            assertThat(served.path("target").path("prompts").path(0).asText()).isEqualTo("good");
            assertThat(value(served, "ips")).isCloseTo(ips, within(1e-9));
            assertThat(unknown.path("estimates")).isEmpty();
            assertThat(unknown.path("refusals").findValuesAsText("reason"))
                    .containsExactly("no-overlap", "no-overlap", "no-overlap");
            assertThat(unknown.path("rounds").path("read").asInt()).isLessThan(ROUNDS);
        }
    }

    @Test
    void aCandidateIsFoundByItsNameAndBadRequestsAreRefusedWithEveryError() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "only")) {
            // Given
            TopicCatalogue names = topics.catalogue();
            service.put("/tasks/opinions", TASK);
            topics.learn(LoggedRounds.rounds(0, 60, 0));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("opinions")).isEqualTo(60));
            PolicySnapshot live = topics.savedSnapshots().getLast();
            PolicySnapshot candidate =
                    PolicySnapshot.newBuilder(live).setCandidate("bold").build();
            ProducerRecord<String, byte[]> record = topics.record(names.policySnapshots(), "opinions/bold", candidate);
            topics.write(List.of(record));

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> {
                var answer = service.post("/tasks/opinions/evaluations", "{\"candidate\": \"bold\"}");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body().path("target").path("candidate").asText())
                        .isEqualTo("bold");
            });
            assertThat(topics.deadLetters()).isEmpty();
            var wrong = service.post(
                    "/tasks/opinions/evaluations", "{\"from\": \"yesterday\", \"versoin\": 1, \"served\": 3}");
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.body().path("errors").findValuesAsText("field"))
                    .containsExactlyInAnyOrder("from", "versoin", "served");
            assertThat(service.post("/tasks/opinions/evaluations", "{}").status())
                    .isEqualTo(400);
            assertThat(service.post("/tasks/opinions/evaluations", "{\"served\": true, \"prompt\": \"a\"}")
                            .status())
                    .isEqualTo(400);
            var earlier = service.post("/tasks/opinions/evaluations", "{\"version\": 7}");
            assertThat(earlier.status()).isEqualTo(409);
            assertThat(earlier.body().toString()).contains("version-7", "promptstream replay --task opinions");
            assertThat(service.post("/tasks/opinions/evaluations", "{\"candidate\": \"shy\"}")
                            .status())
                    .isEqualTo(404);
            assertThat(service.post("/tasks/nobody/evaluations", "{\"served\": true}")
                            .status())
                    .isEqualTo(404);
        }
    }

    @Test
    void anOrderToPromoteWithoutEvaluationRecordsTheServicesOwn() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "only")) {
            // Given
            service.put("/tasks/opinions", TASK);
            topics.learn(LoggedRounds.rounds(0, 60, 0));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("opinions")).isEqualTo(60));
            PolicySnapshot candidate = PolicySnapshot.newBuilder(
                            topics.savedSnapshots().getLast())
                    .setCandidate("bold")
                    .build();
            topics.write(List.of(
                    topics.candidateRecord(topics.catalogue().policySnapshots(), "opinions", "bold", candidate)));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    service.get("/tasks/opinions/candidates").body())
                            .hasSize(1));
            JsonNode asked = evaluate(service, "{\"candidate\": \"bold\"}");

            // When
            var promoted = service.post("/tasks/opinions/promote", "{\"candidate\": \"bold\", \"by\": \"ann\"}");

            // Then
            assertThat(promoted.status()).isEqualTo(202);
            assertThat(promoted.body().path("evaluation")).hasSize(3).isEqualTo(asked.path("estimates"));
            assertThat(promoted.body().path("evaluationNotes"))
                    .extracting(JsonNode::asText)
                    .satisfiesExactly(
                            read -> assertThat(read).startsWith("60 rounds read: "),
                            flattered -> assertThat(flattered).contains("flatter"));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.get("/tasks/opinions/history?limit=1")
                                    .body()
                                    .path(0)
                                    .path("promotion"))
                            .isEqualTo(promoted.body()));

            // When none is wanted
            var again = service.post("/tasks/opinions/promote", "{\"candidate\": \"bold\", \"evaluation\": []}");

            // Then
            assertThat(again.status()).isEqualTo(202);
            assertThat(again.body().path("evaluation")).isEmpty();
            assertThat(again.body().path("evaluationNotes")).isEmpty();
        }
    }

    private static JsonNode evaluate(RunningService service, String request) {
        var answer = service.post("/tasks/opinions/evaluations", request);
        assertThat(answer.status()).as(answer.body().toString()).isEqualTo(200);
        return answer.body();
    }

    private static double value(JsonNode answer, String estimator) {
        for (JsonNode estimate : answer.path("estimates")) {
            if (estimate.path("estimator").asText().equals(estimator)) {
                return estimate.path("value").asDouble();
            }
        }
        throw new AssertionError("no %s in %s".formatted(estimator, answer));
    }
}
