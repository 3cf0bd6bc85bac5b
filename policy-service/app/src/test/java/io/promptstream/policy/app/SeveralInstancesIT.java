package io.promptstream.policy.app;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Task;
import io.promptstream.policy.RoundSamples;
import io.promptstream.policy.TaskSamples;
import io.promptstream.policy.app.RunningService.Answer;
import io.promptstream.policy.round.CandidateSamples;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two instances take changes of the same tasks; the clock of the first is an hour ahead of the second's. */
@WithKafka
class SeveralInstancesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final int CHANGES = 200;
    private static final List<String> TASKS = List.of("a", "b", "opinions", "questions");
    private static final int STEPS = 10;

    private final KafkaEnvironment kafka;

    SeveralInstancesIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    /** What a change of a task was answered with. */
    private record Put(String taskId, String description, Answer answer) {}

    @Test
    void noChangeOfATaskIsLostAndNoRevisionRepeats() throws Exception {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService first = RunningService.start(kafka, topics.prefix(), "first");
                RunningService second = RunningService.start(kafka, topics.prefix(), "second");
                ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            List<RunningService> services = List.of(first, second);

            // When
            List<Put> puts = all(requests, IntStream.range(0, CHANGES).mapToObj(number -> () -> {
                RunningService service = services.get(number % 2);
                String taskId = TASKS.get(number / 2 % TASKS.size());
                String description = "change " + number;
                Answer answer = service.put("/tasks/" + taskId, described(description));
                if (answer.status() == 200) {
                    assertThat(service.get("/tasks/" + taskId)
                                    .body()
                                    .path("revision")
                                    .asLong())
                            .as("the instance sees its own change")
                            .isGreaterThanOrEqualTo(
                                    answer.body().path("revision").asLong());
                }
                return new Put(taskId, description, answer);
            }));

            // Then
            Map<String, List<Task>> written = topics.tasks().stream().collect(groupingBy(Task::getTaskId));
            assertThat(written.values())
                    .allSatisfy(tasks -> assertThat(tasks)
                            .extracting(Task::getRevision)
                            .containsExactlyElementsOf(LongStream.rangeClosed(1, tasks.size())
                                    .boxed()
                                    .toList()));
            List<Put> accepted =
                    puts.stream().filter(put -> put.answer().status() == 200).toList();
            assertThat(accepted)
                    .allSatisfy(put -> assertThat(Objects.requireNonNull(written.get(put.taskId()))
                                    .get(put.answer().body().path("revision").asInt() - 1)
                                    .getDescription())
                            .isEqualTo(put.description()));
            assertThat(puts).filteredOn(put -> !accepted.contains(put)).allSatisfy(put -> {
                assertThat(put.answer().status()).isEqualTo(503);
                assertThat(put.answer()
                                .body()
                                .path("errors")
                                .path(0)
                                .path("message")
                                .asText())
                        .contains("try again");
            });
            assertThat(accepted).hasSizeGreaterThan(CHANGES / 2);
        }
    }

    @Test
    void whoNamesARevisionChangesThatOneOnly() throws Exception {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService first = RunningService.start(kafka, topics.prefix(), "first");
                RunningService second = RunningService.start(kafka, topics.prefix(), "second");
                ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor()) {
            first.put("/tasks/opinions", described("0"));
            AtomicInteger refused = new AtomicInteger();

            // When four count in the task's description, two through each instance
            all(requests, IntStream.range(0, 4).mapToObj(number -> () -> {
                RunningService service = number % 2 == 0 ? first : second;
                for (int step = 0; step < STEPS; ) {
                    JsonNode task = service.get("/tasks/opinions").body();
                    int count = task.path("description").asInt();
                    Answer answer = service.put(
                            "/tasks/opinions",
                            described(Integer.toString(count + 1)),
                            task.path("revision").asText());
                    assertThat(answer.status()).isIn(200, 412);
                    refused.addAndGet(answer.status() == 200 ? 0 : 1);
                    step += answer.status() == 200 ? 1 : 0;
                }
                return number;
            }));

            // Then
            assertThat(topics.tasks().getLast().getDescription()).isEqualTo(Integer.toString(4 * STEPS));
            assertThat(topics.tasks().getLast().getRevision()).isEqualTo(4 * STEPS + 1);
            assertThat(second.put("/tasks/opinions", described("x"), "1").status())
                    .isEqualTo(412);
            assertThat(second.put("/tasks/opinions", described("x"), "yesterday")
                            .status())
                    .isEqualTo(400);
            assertThat(second.put("/tasks/nobody", described("x"), "1").status())
                    .isEqualTo(412);
        }
    }

    @Test
    void clocksThatDifferByAnHourChangeNothing() throws Exception {
        Clock clock = Clock.systemUTC();
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService ahead = RunningService.start(
                        kafka, topics.prefix(), "ahead", Clock.offset(clock, Duration.ofHours(1)));
                RunningService behind = RunningService.start(kafka, topics.prefix(), "behind", clock)) {
            // Given
            ahead.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS);
            topics.learn(RoundSamples.rounds("opinions", 0, 4));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(behind.version("opinions")).isEqualTo(4));
            List<String> names = List.of("better", "best");
            for (String name : names) {
                topics.write(List.of(topics.candidateRecord(
                        topics.catalogue().policySnapshots(), "opinions", name, candidate(topics, name))));
            }
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(List.of(ahead, behind))
                            .allSatisfy(service -> assertThat(service.get("/tasks/opinions/candidates")
                                            .body())
                                    .hasSize(2)));

            // When one is promoted by the clock that is ahead, and then the other by the one behind
            Answer earlier = ahead.post("/tasks/opinions/promote", "{\"candidate\": \"better\", \"evaluation\": []}");
            Answer later = behind.post("/tasks/opinions/promote", "{\"candidate\": \"best\", \"evaluation\": []}");

            // Then the later one holds
            assertThat(List.of(earlier, later)).extracting(Answer::status).containsOnly(202);
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode promotion = ahead.get("/tasks/opinions/policy").body().path("promotion");
                assertThat(promotion.path("candidate").asText()).isEqualTo("best");
                assertThat(promotion.path("followed").asBoolean()).isTrue();
            });

            // When the task is deleted and re-created by the clock behind, with a replay that is ordered there
            Task old = topics.tasks().getLast();
            ahead.delete("/tasks/opinions");
            behind.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS);
            behind.post("/tasks/opinions/replays", "{\"name\": \"again\"}");

            // Then it is another task, and its replay is no earlier one's
            Task anew = topics.tasks().getLast();
            assertThat(anew.getCreatedAt()).isAfter(old.getCreatedAt());
            assertThat(anew.getFirstRevision()).isEqualTo(old.getRevision() + 1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ahead.get("/tasks/opinions/replays/again")
                                    .body()
                                    .path("status")
                                    .asText())
                            .isIn("done", "failed"));
        }
    }

    private static PolicySnapshot candidate(ServiceTopics topics, String name) {
        PolicySnapshot live = topics.savedSnapshots().stream()
                .filter(snapshot -> snapshot.getCandidate().isEmpty())
                .reduce((first, second) -> second)
                .orElseThrow();
        return PolicySnapshot.newBuilder(live)
                .setCandidate(name)
                .setLineage(CandidateSamples.lineage(topics.tasks().getLast()))
                .setLearned(List.of())
                .build();
    }

    private static String described(String description) {
        return TaskSamples.JSON.replaceFirst("\\{", "{\"description\": \"" + description + "\", ");
    }

    private static <T> List<T> all(ExecutorService requests, Stream<Callable<T>> calls) throws Exception {
        List<T> answers = new ArrayList<>();
        for (Future<T> answer : requests.invokeAll(calls.toList())) {
            answers.add(answer.get());
        }
        return answers;
    }
}
