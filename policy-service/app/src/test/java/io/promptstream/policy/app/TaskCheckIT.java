package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.TaskCheck;
import io.promptstream.event.TaskProblem;
import io.promptstream.event.TaskVerdict;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.app.RunningService.Answer;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

@WithKafka
class TaskCheckIT {
    private final KafkaEnvironment kafka;

    TaskCheckIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void aTaskIsAcceptedOrRefusedAsTheTaskServiceSays() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service =
                        RunningService.start(kafka, topics.prefix(), "check", Duration.ofSeconds(30))) {
            // When
            Answer refused =
                    put(service, topics, 1, List.of(new TaskProblem("labels[1].verbalizer", "cannot be told apart")));
            Answer accepted = put(service, topics, 2, List.of());

            // Then
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().path("errors"))
                    .hasToString("[{\"field\":\"labels[1].verbalizer\",\"message\":\"cannot be told apart\"}]");
            assertThat(accepted.status()).isEqualTo(200);
            assertThat(accepted.body().has("warnings")).isFalse();
            assertThat(accepted.body().path("revision").asLong()).isEqualTo(1);
        }
    }

    @Test
    void withoutATaskServiceATaskIsAcceptedWithAWarning() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service =
                        RunningService.start(kafka, topics.prefix(), "alone", Duration.ofMillis(200))) {
            // When
            Answer answer = service.put("/tasks/opinions", TaskSamples.JSON);

            // Then
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body().path("warnings"))
                    .singleElement()
                    .satisfies(warning -> assertThat(warning.asText())
                            .startsWith("not checked: no task service answered within PT0.2S"));
            assertThat(service.put("/tasks/opinions", answer.body().toString()).status())
                    .isEqualTo(200);
        }
    }

    /** Puts the sample task while this test answers its check, which is the so manyth. */
    private static Answer put(RunningService service, ServiceTopics topics, int number, List<TaskProblem> problems) {
        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(() -> service.put("/tasks/opinions", TaskSamples.JSON));
        TaskCheck check = topics.checks(number).getLast();
        topics.write(List.of(topics.record(
                topics.catalogue().taskVerdicts(),
                "opinions",
                TaskVerdict.newBuilder()
                        .setCheckId(check.getCheckId())
                        .setTaskId(check.getTask().getTaskId())
                        .setProblems(problems)
                        .setCheckedAt(Instant.EPOCH)
                        .build())));
        return answer.join();
    }
}
