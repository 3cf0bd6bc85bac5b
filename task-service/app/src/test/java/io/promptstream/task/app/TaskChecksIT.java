package io.promptstream.task.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Task;
import io.promptstream.event.TaskCheck;
import io.promptstream.event.TaskProblem;
import io.promptstream.event.TaskVerdict;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.task.Events;
import io.promptstream.task.TinyModel;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithKafka
class TaskChecksIT {
    private final KafkaEnvironment kafka;

    TaskChecksIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void everyTaskGetsTheVerdictOfItsModelAndGarbageBecomesADeadLetter(@TempDir Path directory) throws IOException {
        // Given
        TinyModel.write(directory, 1);
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service =
                        RunningService.start(kafka, topics.catalogue().prefix(), "checks", directory)) {
            service.awaitUp();
            Topic checks = topics.catalogue().taskChecks();
            UUID good = UUID.randomUUID();
            UUID bad = UUID.randomUUID();

            // When
            kafka.produce(checks.name(), "weather", "garbage".getBytes(StandardCharsets.UTF_8));
            kafka.produce(checks.name(), "weather", topics.codec().encode(checks.name(), check(good, "sun", "rain")));
            kafka.produce(checks.name(), "weather", topics.codec().encode(checks.name(), check(bad, "sun", "snow")));

            // Then
            List<TaskVerdict> verdicts =
                    kafka.consume(topics.catalogue().taskVerdicts().name(), 2, ServiceTopics.PATIENCE).stream()
                            .map(record -> ((Decoded.Event<TaskVerdict>)
                                            topics.codec().decode(record.topic(), record.value(), TaskVerdict.class))
                                    .event())
                            .toList();
            assertThat(verdicts).extracting(TaskVerdict::getCheckId).containsExactly(good, bad);
            assertThat(verdicts).extracting(TaskVerdict::getTaskId).containsOnly("weather");
            assertThat(verdicts)
                    .allSatisfy(verdict -> assertThat(verdict.getModelId()).startsWith("bundled@"));
            assertThat(verdicts.get(0).getProblems()).isEmpty();
            assertThat(verdicts.get(1).getProblems())
                    .extracting(TaskProblem::getField)
                    .containsExactly("labels[1].verbalizer");
            assertThat(kafka.consume(topics.catalogue().deadLetters(checks).name(), 1, ServiceTopics.PATIENCE))
                    .hasSize(1);
        }
    }

    private static TaskCheck check(UUID id, String... labels) {
        Task task = Events.classification("weather", Events.local("bundled"), labels);
        return TaskCheck.newBuilder()
                .setCheckId(id)
                .setTask(task)
                .setRequestedAt(Events.NOW)
                .build();
    }
}
