package io.promptstream.task.model;

import static io.promptstream.task.model.RemoteModelFixture.KEY;
import static io.promptstream.task.model.RemoteModelFixture.ONE;
import static io.promptstream.task.model.RemoteModelFixture.ROUTE;
import static io.promptstream.task.model.RemoteModelFixture.WRITE;
import static io.promptstream.task.model.RemoteModelFixture.WRITTEN;
import static io.promptstream.task.model.RemoteModelFixture.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.task.model.ChatServer.Response;
import java.io.IOException;
import java.util.List;
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
                {"choices":[{"message":{"content":"travel"},"logprobs":{"content":[{"top_logprobs":[
                  {"token":" travel","logprob":-0.1},{"token":"bank","logprob":-3.1}]}]}}],
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
    void neverTellsTheKey() throws IOException {
        // Given
        try (ChatServer server = new ChatServer((request, number) ->
                new Response(number == 1 ? 401 : 422, "{\"error\":{\"message\":\"wrong key " + KEY + "\"}}"))) {
            OpenAiCompatibleModel model = models.model(server);

            // When
            Answer refused = model.answer(WRITE, ONE).getFirst();
            Answer unprocessable = model.answer(WRITE, ONE).getFirst();

            // Then
            assertFailed(refused, FailureCode.MODEL_UNAVAILABLE, "check the key in TEST_API_KEY");
            assertFailed(unprocessable, FailureCode.MODEL_FAILURE, "wrong key [key]");
            assertThat(List.of(refused, unprocessable).toString()).doesNotContain(KEY);
            assertThat(model.id()).doesNotContain(KEY);
        }
    }

    @Test
    void asksForAKeyThatIsNotSet() throws IOException {
        // Given
        try (ChatServer server = new ChatServer((request, number) -> WRITTEN)) {
            OpenAiCompatibleModel model = models.modelWithoutKey(server);

            // When
            List<Answer> answers = model.answer(WRITE, ONE);

            // Then
            assertFailed(answers.getFirst(), FailureCode.MODEL_UNAVAILABLE, "TEST_API_KEY holds no key");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void doesNotCarryTheKeyToWhereItIsRedirected() throws IOException {
        // Given
        try (ChatServer elsewhere = new ChatServer((request, number) -> WRITTEN);
                ChatServer server =
                        new ChatServer((request, number) -> new Response(307, "", "Location", elsewhere.url()))) {
            // When
            List<Answer> answers = models.model(server).answer(WRITE, ONE);

            // Then
            assertFailed(answers.getFirst(), FailureCode.MODEL_UNAVAILABLE, "307");
            assertThat(elsewhere.requests).isEmpty();
        }
    }
}
