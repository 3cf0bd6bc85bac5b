package io.promptstream.policy.app;

import static io.promptstream.policy.app.ReplayedTask.PATIENCE;
import static io.promptstream.policy.app.ReplayedTask.REPLAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.policy.TaskSamples;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@WithKafka
@Execution(ExecutionMode.CONCURRENT)
class ReplayIT {
    private static final String FASTER = TaskSamples.JSON_WITH_ALL_WORDS.replace("0.01", "0.02");
    private static final String POLICY = """
            {"kind": "rlprompt", "promptLength": 2, "promptsPerRound": 4, "queriesPerRound": 2, "candidates": 0, "hiddenSize": 16,
             "learningRate": 0.05}""";

    private final KafkaEnvironment kafka;

    ReplayIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void whatWasLearnedLiveIsLearnedAgainBitByBitAndOtherwise() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "only")) {
            ReplayedTask opinions = new ReplayedTask(service, topics);
            // Given a policy that has learned under two revisions of its task, beside another one
            service.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS);
            service.put("/tasks/questions", TaskSamples.JSON_WITH_ALL_WORDS);
            topics.learn(ReplayedTask.rounds("questions", 0, 5));
            opinions.learn(0, 25);
            service.put("/tasks/opinions", FASTER);
            opinions.learn(25, 40);
            JsonNode live = service.get("/tasks/opinions/policy").body();

            // When
            assertThat(service.post(REPLAYS, "{\"name\": \"same\", \"verify\": true, \"by\": \"a test\"}")
                            .status())
                    .isEqualTo(202);
            JsonNode same = opinions.awaitEnd("same");

            // Then
            assertThat(same.path("status").asText()).as(same.toString()).isEqualTo("done");
            assertThat(same.path("version").asLong()).isEqualTo(40);
            assertThat(same.path("digest").asText())
                    .isEqualTo(live.path("digest").asText());
            assertThat(same.at("/verification/versionsCompared").asLong()).isEqualTo(41);
            assertThat(same.at("/verification/firstDifference").isNull()).isTrue();
            assertThat(same.path("prompt").asText())
                    .isEqualTo(live.path("servedPrompt").asText());
            PolicySnapshot candidate = opinions.candidate("same");
            assertThat(candidate.getDigest()).isEqualTo(live.path("digest").asText());
            assertThat(candidate.getLineage().orElseThrow().getPolicy().getLearningRate())
                    .isEqualTo(0.02);

            // When trained with other settings, from scratch and from an earlier version
            service.post(REPLAYS, "{\"name\": \"other\", \"policy\": %s}".formatted(POLICY));
            service.post(REPLAYS, "{\"name\": \"later\", \"start\": 30, \"policy\": %s}".formatted(POLICY));
            JsonNode other = opinions.awaitEnd("other");
            JsonNode later = opinions.awaitEnd("later");

            // Then
            assertThat(other.path("roundsLearned").asLong())
                    .as(other.toString())
                    .isEqualTo(40);
            assertThat(other.path("digest").asText())
                    .isNotEqualTo(live.path("digest").asText());
            assertThat(other.at("/lineage/policy/learningRate").asDouble()).isEqualTo(0.05);
            assertThat(other.at("/lineage/parentVersion").isNull()).isTrue();
            assertThat(later.path("version").asLong()).as(later.toString()).isEqualTo(40);
            assertThat(later.at("/lineage/parentVersion").asLong()).isEqualTo(30);
            assertThat(later.path("status").asText()).isEqualTo("done");

            // When the history tells something else than what was learned
            opinions.forgeLastStep(40);
            service.post(REPLAYS, "{\"name\": \"forged\", \"verify\": true}");
            JsonNode forged = opinions.awaitEnd("forged");

            // Then
            assertThat(forged.path("status").asText()).isEqualTo("failed");
            assertThat(forged.path("message").asText()).contains("version 40 is the first that differs");
            assertThat(forged.at("/verification/firstDifference/recorded").asText())
                    .isEqualTo("forged");
            assertThat(forged.at("/verification/firstDifference/version").asLong())
                    .isEqualTo(40);
            assertThat(service.version("opinions")).isEqualTo(40);
        }
    }

    @Test
    void aRollbackRelearnsTheVersionAndPromotesItOnce() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "only")) {
            ReplayedTask opinions = new ReplayedTask(service, topics);
            // Given
            service.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS);
            opinions.learn(0, 20);

            // When
            assertThat(service.post("/tasks/opinions/rollback", "{\"version\": 8, \"by\": \"a test\"}")
                            .status())
                    .isEqualTo(202);

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("opinions")).isEqualTo(21));
            JsonNode replay = opinions.awaitEnd("version-8");
            assertThat(replay.path("status").asText()).as(replay.toString()).isEqualTo("done");
            assertThat(replay.path("digest").asText()).isEqualTo(opinions.recordedDigest(8));
            assertThat(topics.history().stream().filter(step -> step.getKind() == PolicyEventKind.PROMOTED))
                    .singleElement()
                    .satisfies(
                            step -> assertThat(step.getSnapshot().orElseThrow().getState())
                                    .isEqualTo(opinions.candidate("version-8").getState()));

            // When it has learned on, after a round of the policy before
            topics.learn(ReplayedTask.rounds("opinions", 21, 22));
            topics.learn(ReplayedTask.rounds("opinions", 22, 28));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("opinions")).isEqualTo(27));
            service.post(REPLAYS, "{\"name\": \"whole\", \"verify\": true}");
            JsonNode whole = opinions.awaitEnd("whole");

            // Then
            assertThat(whole.path("status").asText()).as(whole.toString()).isEqualTo("done");
            assertThat(whole.path("version").asLong()).isEqualTo(27);
            assertThat(whole.at("/leftOut/superseded").asLong()).isEqualTo(1);
            assertThat(whole.path("digest").asText())
                    .isEqualTo(service.get("/tasks/opinions/policy")
                            .body()
                            .path("digest")
                            .asText());
        }
    }

    @Test
    void aKilledReplayGoesOnWhereItWasWhileLiveLearningDoesToo() {
        try (ServiceTopics topics = new ServiceTopics(kafka)) {
            // Given
            RunningService first = RunningService.start(kafka, topics.prefix(), "same");
            first.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS);
            new ReplayedTask(first, topics).learn(0, 60);
            String digest =
                    first.get("/tasks/opinions/policy").body().path("digest").asText();
            first.post(REPLAYS, "{\"name\": \"slow\", \"verify\": true, \"recordsPerSecond\": 8}");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(new ReplayedTask(first, topics)
                                    .show("slow")
                                    .path("version")
                                    .asLong())
                            .isPositive());

            // When the first instance is fenced by one of the same name, as after a kill
            try (RunningService second = RunningService.start(kafka, topics.prefix(), "same")) {
                long version = new ReplayedTask(second, topics)
                        .show("slow")
                        .path("version")
                        .asLong();
                first.close();
                new ReplayedTask(second, topics).learn(60, 70);
                JsonNode slow = new ReplayedTask(second, topics).awaitEnd("slow");

                // Then
                assertThat(version).isLessThan(60);
                assertThat(slow.path("status").asText()).as(slow.toString()).isEqualTo("done");
                assertThat(slow.path("version").asLong()).isEqualTo(60);
                assertThat(slow.path("digest").asText()).isEqualTo(digest);
                assertThat(slow.at("/verification/versionsCompared").asLong()).isEqualTo(61);
                assertThat(second.version("opinions")).isEqualTo(70);
                assertThat(topics.deadLetters()).isEmpty();
            }
        }
    }

    @Test
    void ordersAreCheckedAsAWholeAndCancelledWithEverythingOfThem() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "only")) {
            ReplayedTask opinions = new ReplayedTask(service, topics);
            // Given
            service.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS);
            opinions.learn(0, 20);

            // When
            var wrong = service.post(
                    REPLAYS,
                    "{\"name\": \"No\", \"from\": \"yesterday\", \"end\": 99, \"verify\": true, \"policy\": {\"topK\": -1}}");
            var unknown = service.post("/tasks/nobody/replays", "{\"name\": \"a\"}");
            var running = service.post(REPLAYS, "{\"name\": \"running\", \"recordsPerSecond\": 2}");
            var behind = service.post(REPLAYS, "{\"name\": \"behind\"}");
            var taken = service.post(REPLAYS, "{\"name\": \"running\"}");

            // Then
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.body().path("errors").findValuesAsText("field"))
                    .containsExactlyInAnyOrder("name", "from", "end", "verify", "policy.topK");
            assertThat(unknown.status()).isEqualTo(404);
            assertThat(running.status()).isEqualTo(202);
            assertThat(behind.status()).isEqualTo(202);
            assertThat(taken.status()).isEqualTo(409);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(opinions.candidate("running").getVersion())
                                    .isPositive());
            assertThat(service.get(REPLAYS).body().findValuesAsText("status")).containsExactly("relearning", "waiting");

            // When
            var cancelled = service.delete(REPLAYS + "/running");

            // Then
            assertThat(cancelled.status()).isEqualTo(204);
            assertThat(service.get(REPLAYS + "/running").status()).isEqualTo(404);
            assertThat(opinions.lastValue("running")).isNull();
            assertThat(opinions.awaitEnd("behind").path("status").asText()).isEqualTo("done");

            // When
            service.delete("/tasks/opinions");

            // Then
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(opinions.lastValue("behind")).isNull();
                assertThat(kafka.consumeAll(topics.catalogue().replays().name())
                                .getLast()
                                .value())
                        .isNull();
            });
        }
    }
}
