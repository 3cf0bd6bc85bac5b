package io.promptstream.task.remote;

import static io.promptstream.task.remote.RemoteModelFixture.ONE;
import static io.promptstream.task.remote.RemoteModelFixture.WRITE;
import static io.promptstream.task.remote.RemoteModelFixture.WRITTEN;
import static io.promptstream.task.remote.RemoteModelFixture.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.task.Events;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.remote.ChatServer.Response;
import io.promptstream.task.remote.call.RemoteSettings;
import io.promptstream.task.remote.request.RemoteModelDefinition;
import io.promptstream.task.template.Rendering;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When calls are made, repeated and given up. */
class RemoteCallsIT {
    private final RemoteModelFixture models = new RemoteModelFixture();

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void comesBackWhenTheEndpointSaysSo() throws IOException {
        // Given
        try (ChatServer server = new ChatServer(
                (request, number) -> number == 1 ? new Response(429, "busy", "Retry-After", "3") : WRITTEN)) {
            // When
            List<Answer> answers = models.model(server).answer(WRITE, ONE);

            // Then
            assertThat(answers).containsExactly(new Answer.Written("the answer", new TokenUsage(7, 2)));
            assertThat(models.paused()).isBetween(Duration.ofSeconds(3), Duration.ofMillis(3300));
        }
    }

    @Test
    void givesUpAfterTheAttemptsAndOnlyOnThatProposal() throws IOException {
        // Given
        try (ChatServer server = new ChatServer(
                (request, number) -> request.body().contains("cursed") ? new Response(503, "down") : WRITTEN)) {
            // When
            List<Answer> answers = models.model(server)
                    .answer(WRITE, List.of(new Rendering("cursed", " x"), new Rendering("blessed", " x")));

            // Then
            assertFailed(answers.get(0), FailureCode.MODEL_UNAVAILABLE, "503: down");
            assertThat(answers.get(1)).isInstanceOf(Answer.Written.class);
            assertThat(server.requests).hasSize(4);
        }
    }

    @Test
    void usesTheWholeTimeOfTheBatchWhileItIsAskedToWait() throws IOException {
        // Given
        try (ChatServer server = new ChatServer(
                (request, number) -> number <= 10 ? new Response(429, "busy", "Retry-After", "5") : WRITTEN)) {
            // When
            List<Answer> answers = models.model(server).answer(WRITE, ONE);

            // Then
            assertThat(answers).containsExactly(new Answer.Written("the answer", new TokenUsage(7, 2)));
            assertThat(server.requests).hasSize(11);
        }
    }

    @Test
    void asksAgainWithinTheBatchWhenItIsToWaitForAnHour() throws IOException {
        // Given
        try (ChatServer server =
                new ChatServer((request, number) -> new Response(429, "busy", "Retry-After", "3600"))) {
            // When
            List<Answer> answers = models.model(server).answer(WRITE, ONE);

            // Then
            assertFailed(answers.getFirst(), FailureCode.MODEL_UNAVAILABLE, "429: busy");
            assertThat(server.requests).hasSize(2);
            assertThat(models.paused()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
        }
    }

    @Test
    void repeatsTheErrorThatAnAnswerIs() throws IOException {
        // Given
        Response overloaded = new Response(
                200, "{\"error\":{\"code\":429,\"message\":\"upstream is overloaded, try again shortly\"}}");
        try (ChatServer server = new ChatServer((request, number) -> number % 6 == 0 ? WRITTEN : overloaded)) {
            // When
            List<Answer> answers = models.model(server).answer(WRITE, ONE);

            // Then
            assertThat(answers).containsExactly(new Answer.Written("the answer", new TokenUsage(7, 2)));
            assertThat(server.requests).as("more than the three attempts").hasSize(6);
        }
    }

    @Test
    void showsTheErrorThatAnAnswerIs() throws IOException {
        // Given
        try (ChatServer server = new ChatServer((request, number) ->
                new Response(200, "{\"error\":{\"type\":\"overloaded_error\",\"message\":\"come back later\"}}"))) {
            // When
            List<Answer> answers = models.model(server).answer(WRITE, ONE);

            // Then
            assertFailed(answers.getFirst(), FailureCode.MODEL_UNAVAILABLE, "200 with an error: come back later");
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void aRefusalOfOnePausesAllCallersOfTheEndpoint() throws Exception {
        // Given
        RemoteSettings settings = new RemoteSettings(1, 0, Duration.ofSeconds(20), Duration.ofMinutes(1), 1);
        List<Long> calls = new CopyOnWriteArrayList<>();
        try (ChatServer server = new ChatServer((request, number) -> {
                    calls.add(System.nanoTime());
                    return number == 1 ? new Response(429, "busy", "Retry-After", "1") : WRITTEN;
                });
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            RemoteModels shared = RemoteModelFixture.inRealTime(settings, models.http());
            TaskModelDefinition one = Events.remote(server.url(), "TEST_API_KEY");
            TaskModelDefinition other = TaskModelDefinition.newBuilder(one)
                    .setName("another-model")
                    .setUrl(server.url() + "/")
                    .build();

            // When
            Future<List<Answer>> refused = threads.submit(
                    () -> shared.connect(RemoteModelDefinition.of(one)).answer(WRITE, ONE));
            Awaitility.await().until(() -> !calls.isEmpty());
            Awaitility.await()
                    .until(() -> shared.pauseLeft(RemoteModelDefinition.of(one)).isPositive());
            List<Answer> alsoPaused =
                    shared.connect(RemoteModelDefinition.of(other)).answer(WRITE, ONE);

            // Then
            assertThat(alsoPaused).first().isInstanceOf(Answer.Written.class);
            assertThat(refused.get()).first().isInstanceOf(Answer.Written.class);
            assertThat(calls.stream().skip(1)).hasSize(2).allMatch(call -> call - calls.getFirst() >= 1_000_000_000L);
        }
    }
}
