package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.policy.TaskSamples;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

@WithKafka
class ApiIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final KafkaEnvironment kafka;

    ApiIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void theInterfaceNamesEveryErrorAndKeepsTasks() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "api")) {
            // When
            var wrong =
                    service.put("/tasks/opinions", "{\"labels\": [], \"policy\": {\"topK\": \"many\", \"tokK\": 1}}");
            var noJson = service.put("/tasks/opinions", "{");
            var put = service.put("/tasks/opinions", TaskSamples.JSON);
            var again = service.put("/tasks/opinions", TaskSamples.JSON);
            var changed = service.put("/tasks/opinions", TaskSamples.JSON.replace("0.01", "0.02"));
            var accepted = service.post(
                    "/tasks/opinions/queries",
                    "[{\"text\": \"fine\", \"reference\": \"positive\"}, {\"text\": \"bad\"}]");
            var refused = service.post("/tasks/opinions/queries", "[{\"text\": \"fine\"}, {\"texts\": 1}]");
            var lost = service.post("/tasks/nobody/queries", "{\"text\": \"fine\"}");
            var feedback = service.post(
                    "/feedback",
                    "{\"queryId\": \"q\", \"taskId\": \"opinions\", \"reference\": \"positive\", \"source\": \"test\"}");
            var empty = service.post("/feedback", "{\"queryId\": \"q\", \"taskId\": \"opinions\"}");
            var absurd =
                    service.post("/feedback", "{\"queryId\": \" \", \"taskId\": \"opinions\", \"rating\": -1000001}");
            var twoValues = service.post("/tasks/opinions/queries", "{\"text\": \"fine\"} {\"text\": \"bad\"}");
            var huge = service.post("/tasks/opinions/queries", "{\"text\": \"%s\"}".formatted(noise(4 << 20)));

            // Then
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.body().path("errors").findValuesAsText("field"))
                    .containsExactlyInAnyOrder("labels", "policy.topK", "policy.tokK");
            assertThat(noJson.status()).isEqualTo(400);
            assertThat(put.body().path("revision").asLong()).isEqualTo(1);
            assertThat(again.body().path("revision").asLong()).isEqualTo(1);
            assertThat(changed.body().path("revision").asLong()).isEqualTo(2);
            assertThat(accepted.status()).isEqualTo(202);
            assertThat(accepted.body().path("accepted")).hasSize(2);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().path("errors").findValuesAsText("field"))
                    .containsExactlyInAnyOrder("[1].text", "[1].texts");
            assertThat(lost.status()).isEqualTo(404);
            assertThat(feedback.status()).isEqualTo(202);
            assertThat(empty.status()).isEqualTo(400);
            assertThat(absurd.status()).isEqualTo(400);
            assertThat(absurd.body().path("errors").findValuesAsText("field")).contains("queryId", "rating");
            assertThat(twoValues.status()).isEqualTo(400);
            assertThat(huge.status()).isEqualTo(413);
            assertThat(huge.body().path("errors").findValuesAsText("field")).containsExactly("text");
            assertThat(service.get("/tasks").body()).hasSize(1);

            // When
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("opinions")).isZero());
            assertThat(service.delete("/tasks/opinions").status()).isEqualTo(204);

            // Then
            assertThat(service.get("/tasks/opinions").status()).isEqualTo(404);
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(topics.snapshotRecords().getLast().value())
                                    .isNull());
        }
    }

    /** Text that compression hardly shortens. */
    private static String noise(int bytes) {
        byte[] random = new byte[bytes];
        new Random(1).nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }
}
