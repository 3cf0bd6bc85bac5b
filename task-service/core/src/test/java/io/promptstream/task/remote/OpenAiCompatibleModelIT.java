package io.promptstream.task.remote;

import static io.promptstream.task.remote.RemoteModelFixture.KEY;
import static io.promptstream.task.remote.RemoteModelFixture.ONE;
import static io.promptstream.task.remote.RemoteModelFixture.ROUTE;
import static io.promptstream.task.remote.RemoteModelFixture.SETTINGS;
import static io.promptstream.task.remote.RemoteModelFixture.WRITE;
import static io.promptstream.task.remote.RemoteModelFixture.WRITTEN;
import static io.promptstream.task.remote.RemoteModelFixture.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.RemoteRequest;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.task.Events;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.remote.ChatServer.Response;
import io.promptstream.task.remote.reply.ReplyBodyTest;
import io.promptstream.task.remote.request.RemoteModelDefinition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiCompatibleModelIT {
    private final RemoteModelFixture models = new RemoteModelFixture();

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void readsLabelScoresOffTheAlternativesOfTheFirstToken() throws IOException {
        // Given
        Response reply = new Response(200, """
                {"choices":[{"message":{"content":"travel"},"logprobs":{"content":[
                  {"token":"travel","logprob":-0.1,
                   "top_logprobs":[{"token":"travel","logprob":-0.1},{"token":"bank","logprob":-3.1}]}]}}],
                 "usage":{"prompt_tokens":31,"completion_tokens":1}}
                """);
        try (ChatServer server = new ChatServer((request, number) -> reply)) {
            // When
            List<Answer> answers = models.model(server).answer(ROUTE, ONE);

            // Then
            assertThat(answers).singleElement().isInstanceOfSatisfying(Answer.Labelled.class, answer -> {
                assertThat(answer.mostProbable()).isEqualTo("TRIP");
                assertThat(answer.scores().get(1).getProbability()).isBetween(0.952, 0.953);
                assertThat(answer.tokens()).isEqualTo(new TokenUsage(31, 1));
            });
            assertThat(server.requests).singleElement().satisfies(request -> {
                assertThat(request.path()).isEqualTo("/v1/chat/completions");
                assertThat(request.authorization()).isEqualTo("Bearer " + KEY);
                assertThat(request.body())
                        .contains("\"model\":\"some-model\"", "book a flight domain", "\"top_logprobs\":20");
            });
        }
    }

    @Test
    void matchesTheTextWhereAlternativesAreRefused() throws IOException {
        // Given
        try (ChatServer server =
                new ChatServer((request, number) -> request.body().contains("logprobs")
                        ? new Response(400, "{\"error\":{\"message\":\"logprobs are not supported\"}}")
                        : new Response(200, "{\"choices\":[{\"message\":{\"content\":\"Travel.\"}}]}"))) {
            OpenAiCompatibleModel model = models.model(server);

            // When
            List<Answer> first = model.answer(ROUTE, ONE);
            List<Answer> second = model.answer(ROUTE, ONE);

            // Then
            assertThat(first)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Answer.Labelled.class,
                            answer -> assertThat(answer.mostProbable()).isEqualTo("TRIP"));
            assertThat(second).isEqualTo(first);
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void tellsFailuresApart() throws IOException {
        // Given
        List<Response> script = List.of(
                new Response(400, "{\"error\":{\"code\":\"context_length_exceeded\",\"message\":\"too long\"}}"),
                new Response(429, "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"pay\"}}"),
                new Response(404, "{\"error\":{\"message\":\"no such model\"}}"),
                new Response(200, "<html>hello</html>"),
                new Response(200, "{\"choices\":[{\"message\":{\"content\":\"cooking\"}}]}"));
        try (ChatServer server = new ChatServer((request, number) -> script.get(number - 1))) {
            OpenAiCompatibleModel model = models.model(server);

            // When / Then
            assertFailed(model.answer(ROUTE, ONE).getFirst(), FailureCode.INPUT_TOO_LONG, "too long");
            assertFailed(model.answer(ROUTE, ONE).getFirst(), FailureCode.BUDGET_EXHAUSTED, "pay");
            assertFailed(model.answer(ROUTE, ONE).getFirst(), FailureCode.MODEL_UNAVAILABLE, "no such model");
            assertFailed(model.answer(ROUTE, ONE).getFirst(), FailureCode.MODEL_FAILURE, "chat completion");
            assertFailed(model.answer(ROUTE, ONE).getFirst(), FailureCode.MODEL_FAILURE, "none of the task's labels");
        }
    }

    @Test
    void adaptsOnceAndKeepsItInMind() throws IOException {
        // Given
        try (ChatServer server =
                new ChatServer((request, number) -> request.body().contains("\"max_tokens\"")
                        ? refusal("Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
                        : request.body().contains("\"temperature\"")
                                ? refusal("Unsupported value: 'temperature' does not support 0 with this model.")
                                : WRITTEN)) {
            RemoteModels shared = RemoteModelFixture.inRealTime(SETTINGS, models.http());
            RemoteModelDefinition definition = RemoteModelDefinition.of(Events.remote(server.url(), "TEST_API_KEY"));

            // When
            List<Answer> first = shared.connect(definition).answer(WRITE, ONE);
            List<Answer> second = shared.connect(definition).answer(WRITE, ONE);

            // Then
            assertThat(first).containsExactly(new Answer.Written("the answer", new TokenUsage(7, 2)));
            assertThat(second).isEqualTo(first);
            assertThat(server.requests).hasSize(4);
            assertThat(server.requests.getLast().body())
                    .contains("\"max_completion_tokens\":5")
                    .doesNotContain("temperature");
        }
    }

    @Test
    void asksAsTheTaskSays() throws IOException {
        // Given
        try (ChatServer server = new ChatServer((request, number) -> WRITTEN)) {
            TaskModelDefinition azure = TaskModelDefinition.newBuilder(Events.remote(server.url(), "TEST_API_KEY"))
                    .setRequest(RemoteRequest.newBuilder()
                            .setQuery(Map.of("api-version", "2024-10-21"))
                            .setKeyHeader("api-key")
                            .setKeyScheme("")
                            .setHeaders(Map.of("X-Team", "search"))
                            .setBody("{\"seed\":1}")
                            .build())
                    .build();

            // When
            List<Answer> answers = RemoteModelFixture.inRealTime(SETTINGS, models.http())
                    .connect(RemoteModelDefinition.of(azure))
                    .answer(WRITE, ONE);

            // Then
            assertThat(answers).first().isInstanceOf(Answer.Written.class);
            assertThat(server.requests).singleElement().satisfies(request -> {
                assertThat(request.target()).isEqualTo("/v1/chat/completions?api-version=2024-10-21");
                assertThat(request.headers().getFirst("api-key")).isEqualTo(KEY);
                assertThat(request.headers().getFirst("X-Team")).isEqualTo("search");
                assertThat(request.headers()).doesNotContainKeys("Authorization", "Upgrade", "Http2-Settings");
                assertThat(request.body()).contains("\"seed\":1");
            });
        }
    }

    @Test
    void readsCompressedAnswersAlthoughItAskedForNone() throws IOException {
        // Given
        byte[] compressed = ReplyBodyTest.gzip(
                "{\"choices\":[{\"message\":{\"content\":\"grün\"}}]}".getBytes(StandardCharsets.UTF_8));
        try (ChatServer server = new ChatServer(
                (request, number) -> new Response(200, Map.of("Content-Encoding", "gzip"), compressed))) {
            // When
            List<Answer> answers = models.model(server).answer(WRITE, ONE);

            // Then
            assertThat(answers).first().isInstanceOfSatisfying(Answer.Written.class, answer -> {
                assertThat(answer.text()).isEqualTo("grün");
                assertThat(answer.tokens().estimated()).isTrue();
            });
        }
    }

    @Test
    void countsTheTokensOfCallsOfNoUse() throws IOException {
        // Given
        String usage = "\"usage\":{\"prompt_tokens\":480,\"completion_tokens\":20}";
        List<Response> script = List.of(
                new Response(200, "{\"choices\":[{\"message\":{\"content\":\"cooking\"}}],%s}".formatted(usage)),
                new Response(200, "{\"choices\":[{\"message\":{\"content\":null}}],%s}".formatted(usage)),
                new Response(200, "{\"error\":{\"code\":500,\"message\":\"half way\"},%s}".formatted(usage)),
                new Response(200, "{\"choices\":[{\"message\":{\"content\":\"travel\"}}],%s}".formatted(usage)));
        try (ChatServer server = new ChatServer((request, number) -> script.get(number - 1))) {
            OpenAiCompatibleModel model = models.model(server);

            // When / Then
            assertThat(model.answer(ROUTE, ONE).getFirst())
                    .isInstanceOf(Answer.Failed.class)
                    .extracting(Answer::tokens)
                    .isEqualTo(new TokenUsage(480, 20));
            assertThat(model.answer(ROUTE, ONE).getFirst())
                    .isInstanceOf(Answer.Failed.class)
                    .extracting(Answer::tokens)
                    .isEqualTo(new TokenUsage(480, 20));
            assertThat(model.answer(ROUTE, ONE).getFirst())
                    .isInstanceOf(Answer.Labelled.class)
                    .extracting(Answer::tokens)
                    .as("the call that ended with an error, and the one after it")
                    .isEqualTo(new TokenUsage(960, 40));
        }
    }

    private static Response refusal(String message) {
        return new Response(400, "{\"error\":{\"message\":\"%s\"}}".formatted(message));
    }
}
