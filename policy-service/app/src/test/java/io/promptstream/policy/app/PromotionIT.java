package io.promptstream.policy.app;

import static io.promptstream.policy.app.PromotedTask.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromotionKind;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Replay;
import io.promptstream.event.ReplayStatus;
import io.promptstream.event.Role;
import io.promptstream.event.RoundResult;
import io.promptstream.event.Task;
import io.promptstream.policy.RoundSamples;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.round.CandidateSamples;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

@WithKafka
class PromotionIT {
    private final KafkaEnvironment kafka;

    PromotionIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void aCandidateTakesThePlaceOfTheLivePolicyWhileItServes() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "only")) {
            PromotedTask opinions = new PromotedTask(service, topics);
            // Given
            opinions.learn("opinions", TaskSamples.JSON_WITH_ALL_WORDS, 4);
            PolicySnapshot candidate = opinions.candidate();
            topics.ask("opinions", queryIds(0));
            topics.proposals(10);

            // When
            var promoted = service.post("/tasks/opinions/promote", """
                    {"candidate": "better", "by": "ann", "reason": "more to the point",
                     "evaluation": [{"estimator": "dr", "value": 2, "standardError": 1, "lower": 0, "upper": 4,
                                     "effectiveSampleSize": 50, "rounds": 80}]}""");
            topics.ask("opinions", queryIds(1));

            // Then
            assertThat(promoted.status()).isEqualTo(202);
            String promotionId = promoted.body().path("promotionId").asText();
            opinions.awaitVersion("opinions", 5);
            JsonNode policy = service.get("/tasks/opinions/policy").body();
            assertThat(policy.path("promotion").path("followed").asBoolean()).isTrue();
            assertThat(policy.path("promotion").path("promotionId").asText()).isEqualTo(promotionId);
            assertThat(policy.path("greedyPrompt").asText())
                    .isEqualTo(candidate.getGreedyPrompt().getText());
            assertThat(policy.path("firstVersion").asLong()).isEqualTo(5);
            JsonNode task = service.get("/tasks/opinions").body();
            assertThat(task.path("policy").path("learningRate").asDouble()).isEqualTo(0.02);

            // When rounds of the policy before come in, and one of the new policy
            List<RoundResult> late = RoundSamples.rounds("opinions", 4, 6);
            RoundResult ofTheNew = RoundResult.newBuilder(
                            RoundSamples.rounds("opinions", 6, 7).getFirst())
                    .setPolicyVersion(5)
                    .build();
            topics.learn(List.of(late.getFirst(), late.getLast(), ofTheNew));
            topics.ask("opinions", queryIds(2));

            // Then
            opinions.awaitVersion("opinions", 6);
            JsonNode after = service.get("/tasks/opinions/policy").body();
            assertThat(after.path("lag").path("leftOut").asLong()).isEqualTo(2);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(topics.proposals().stream()
                                    .filter(proposal -> proposal.getProvenance().getRole() == Role.SERVE)
                                    .map(PromptProposal::getQueryId))
                            .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 3)
                                    .mapToObj(PromotionIT::queryIds)
                                    .flatMap(List::stream)
                                    .toList()));
            assertThat(topics.deadLetters()).isEmpty();
            PolicyEvent step = topics.promotions().getFirst();
            assertThat(topics.promotions()).hasSize(1);
            assertThat(step.getPromotion().orElseThrow().getBy()).isEqualTo("ann");
            assertThat(step.getPromotion().orElseThrow().getEvaluation()).hasSize(1);
            assertThat(step.getSnapshot().orElseThrow().getState()).isEqualTo(candidate.getState());

            // When the task is put again, and deleted
            var putAgain = service.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS);
            assertThat(putAgain.body().path("promotion").path("promotionId").asText())
                    .isEqualTo(promotionId);
            service.delete("/tasks/opinions");

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(topics.snapshotRecords().stream()
                                    .filter(record -> record.value() == null)
                                    .map(ConsumerRecord::key))
                            .containsExactlyInAnyOrder("opinions", "opinions/better"));
            assertThat(topics.promotions()).hasSize(1);
        }
    }

    @Test
    void anOrderIsFollowedOnceThoughTheLearnerStopsInBetween() {
        try (ServiceTopics topics = new ServiceTopics(kafka)) {
            // Given
            TopicCatalogue names = topics.catalogue();
            PolicySnapshot candidate;
            try (RunningService service = RunningService.start(kafka, topics.prefix(), "same")) {
                PromotedTask opinions = new PromotedTask(service, topics);
                opinions.learn("opinions", TaskSamples.JSON_WITH_ALL_WORDS, 4);
                candidate = opinions.candidate();
            }

            // When the order comes while no learner runs
            Task ordered = CandidateSamples.promoted(
                    Task.newBuilder(topics.begun("opinions")).setRevision(2).build(), "better");
            topics.write(List.of(topics.record(names.tasks(), "opinions", ordered)));
            for (int start = 0; start < 2; start++) {
                try (RunningService service = RunningService.start(kafka, topics.prefix(), "same")) {
                    new PromotedTask(service, topics).awaitVersion("opinions", 5);

                    // Then
                    assertThat(service.get("/tasks/opinions/policy")
                                    .body()
                                    .path("greedyPrompt")
                                    .asText())
                            .isEqualTo(candidate.getGreedyPrompt().getText());
                }
            }
            assertThat(topics.promotions()).hasSize(1);
            assertThat(topics.promotions().getFirst().getVersion()).isEqualTo(5);
        }
    }

    @Test
    void wrongOrdersAreRefusedAndARollbackOrdersAReplay() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "only")) {
            PromotedTask opinions = new PromotedTask(service, topics);
            // Given
            TopicCatalogue names = topics.catalogue();
            opinions.learn("opinions", TaskSamples.JSON_WITH_ALL_WORDS, 4);
            opinions.candidate();
            PolicySnapshot misfit = PolicySnapshot.newBuilder(opinions.live("opinions"))
                    .setCandidate("misfit")
                    .setStateFormat("rlprompt/0")
                    .build();
            topics.write(List.of(
                    topics.candidateRecord(
                            names.replayStates(),
                            "opinions",
                            "going",
                            PromotedTask.state("going", ReplayStatus.RELEARNING)),
                    topics.candidateRecord(
                            names.replayStates(),
                            "opinions",
                            "failed",
                            PromotedTask.state("failed", ReplayStatus.FAILED)),
                    topics.candidateRecord(names.policySnapshots(), "opinions", "misfit", misfit)));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    service.get("/tasks/opinions/candidates").body())
                            .hasSize(2));

            // When, Then
            assertRefused(service, "promote", "{\"candidate\": \"nobody\"}", 404, "candidate");
            assertRefused(service, "promote", "{\"candidate\": \"going\"}", 409, "candidate");
            assertRefused(service, "promote", "{\"candidate\": \"failed\"}", 409, "candidate");
            assertRefused(service, "promote", "{\"candidate\": \"misfit\"}", 409, "candidate");
            assertRefused(service, "promote", "{\"reason\": 1, \"how\": 2}", 400, "reason", "candidate", "how");
            assertRefused(service, "rollback", "{\"version\": 4}", 400, "version");
            assertRefused(service, "rollback", "{\"version\": -1, \"by\": 7}", 400, "by", "version");
            assertRefused(service, "rollback", "{}", 400, "version");
            assertThat(service.post("/tasks/nobody/rollback", "{\"version\": 1}")
                            .status())
                    .isEqualTo(404);
            assertThat(service.get("/tasks/opinions").body().has("promotion")).isFalse();

            // When
            var accepted = service.post("/tasks/opinions/rollback", "{\"version\": 2, \"by\": \"ann\"}");

            // Then
            assertThat(accepted.status()).isEqualTo(202);
            Replay order = topics.replays(1).getFirst();
            assertThat(order.getName()).isEqualTo("version-2");
            assertThat(order.getEndVersion()).contains(2L);
            assertThat(order.getStartVersion()).isEmpty();
            assertThat(order.getPolicy()).isEmpty();
            assertThat(order.getVerify()).isTrue();
            assertThat(order.getPromote().orElseThrow().getKind()).isEqualTo(PromotionKind.ROLLBACK);
            assertThat(order.getPromote().orElseThrow().getCandidate()).isEqualTo("version-2");
            assertThat(order.getPromote().orElseThrow().getPromotionId().toString())
                    .isEqualTo(accepted.body().path("promotionId").asText());

            // When the same version is asked for again
            var again = service.post("/tasks/opinions/rollback", "{\"version\": 2, \"by\": \"ann\"}");

            // Then its replay is done again
            assertThat(again.status()).isEqualTo(202);
            assertThat(service.get("/tasks/opinions/replays/version-2")
                            .body()
                            .path("replayId")
                            .asText())
                    .isEqualTo(again.body().path("replayId").asText())
                    .isNotEqualTo(accepted.body().path("replayId").asText());
        }
    }

    private static void assertRefused(RunningService service, String what, String body, int status, String... fields) {
        var answer = service.post("/tasks/opinions/" + what, body);
        assertThat(answer.status()).as(body).isEqualTo(status);
        assertThat(answer.body().path("errors").findValuesAsText("field"))
                .as(body)
                .containsExactlyInAnyOrder(fields);
    }

    private static List<String> queryIds(int part) {
        return IntStream.range(part * 10, (part + 1) * 10)
                .mapToObj(number -> "query-" + number)
                .toList();
    }
}
