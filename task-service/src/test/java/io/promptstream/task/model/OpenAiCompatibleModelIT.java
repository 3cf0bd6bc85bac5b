package io.promptstream.task.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.Label;
import io.promptstream.task.Events;
import io.promptstream.task.FakeTime;
import io.promptstream.task.model.ChatServer.Response;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenAiCompatibleModelIT {
    private static final String KEY = "sk-very-secret";
    private static final Assignment ROUTE =
            new Assignment.Classification(List.of(new Label("MONEY", "banking"), new Label("TRIP", "travel")));
    private static final Assignment WRITE = new Assignment.Generation(5);
    private static final List<Rendering> ONE = List.of(new Rendering("book a flight", " domain"));
    private static final Response WRITTEN = new Response(200, """
                    {"choices":[{"message":{"content":"the answer"}}],"usage":{"prompt_tokens":7,"completion_tokens":2}}
                    """);

    private final HttpClient http = HttpClient.newHttpClient();
    private final FakeTime time = new FakeTime(Events.NOW);
    private RemoteSettings settings = new RemoteSettings(4, 0, Duration.ofSeconds(10), Duration.ofMinutes(1), 3);

    @AfterEach
    void closeClient() {
        http.close();
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
            List<Answer> answers = model(server).answer(ROUTE, ONE);

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
            OpenAiCompatibleModel model = model(server);

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
    void comesBackWhenTheEndpointSaysSo() throws IOException {
        // Given
        try (ChatServer server = new ChatServer(
                (request, number) -> number == 1 ? new Response(429, "busy", "Retry-After", "3") : WRITTEN)) {
            // When
            List<Answer> answers = model(server).answer(WRITE, ONE);

            // Then
            assertThat(answers).containsExactly(new Answer.Written("the answer", new TokenUsage(7, 2)));
            assertThat(time.paused()).isEqualTo(Duration.ofSeconds(3));
        }
    }

    @Test
    void givesUpAfterTheAttemptsAndOnlyOnThatProposal() throws IOException {
        // Given
        try (ChatServer server = new ChatServer(
                (request, number) -> request.body().contains("cursed") ? new Response(503, "down") : WRITTEN)) {
            // When
            List<Answer> answers =
                    model(server).answer(WRITE, List.of(new Rendering("cursed", " x"), new Rendering("blessed", " x")));

            // Then
            assertFailed(answers.get(0), FailureCode.MODEL_UNAVAILABLE, "503: down");
            assertThat(answers.get(1)).isInstanceOf(Answer.Written.class);
            assertThat(server.requests).hasSize(4);
        }
    }

    @Test
    void stopsRetryingAtTheDeadlineOfTheBatch() throws IOException {
        // Given
        try (ChatServer server =
                new ChatServer((request, number) -> new Response(429, "busy", "Retry-After", "3600"))) {
            // When
            List<Answer> answers = model(server).answer(WRITE, ONE);

            // Then
            assertFailed(answers.getFirst(), FailureCode.MODEL_UNAVAILABLE, "429");
            assertThat(server.requests).hasSize(1);
            assertThat(time.paused()).isZero();
        }
    }

    @Test
    void neverTellsTheKey() throws IOException {
        // Given
        try (ChatServer server = new ChatServer((request, number) ->
                new Response(number == 1 ? 401 : 422, "{\"error\":{\"message\":\"wrong key " + KEY + "\"}}"))) {
            OpenAiCompatibleModel model = model(server);

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
            OpenAiCompatibleModel model = model(server, Map.of());

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
            List<Answer> answers = model(server).answer(WRITE, ONE);

            // Then
            assertFailed(answers.getFirst(), FailureCode.MODEL_UNAVAILABLE, "307");
            assertThat(elsewhere.requests).isEmpty();
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
            OpenAiCompatibleModel model = model(server);

            // When / Then
            assertFailed(model.answer(ROUTE, ONE).getFirst(), FailureCode.INPUT_TOO_LONG, "too long");
            assertFailed(model.answer(ROUTE, ONE).getFirst(), FailureCode.BUDGET_EXHAUSTED, "pay");
            assertFailed(model.answer(ROUTE, ONE).getFirst(), FailureCode.MODEL_UNAVAILABLE, "no such model");
            assertFailed(model.answer(ROUTE, ONE).getFirst(), FailureCode.MODEL_FAILURE, "chat completion");
            assertFailed(model.answer(ROUTE, ONE).getFirst(), FailureCode.MODEL_FAILURE, "none of the task's labels");
        }
    }

    @Test
    void doesNotWaitLongerThanACallMayTake() throws Exception {
        // Given
        settings = new RemoteSettings(4, 0, Duration.ofMillis(200), Duration.ofMinutes(1), 1);
        CountDownLatch testIsOver = new CountDownLatch(1);
        try (ChatServer server = new ChatServer((request, number) -> {
            await(testIsOver);
            return WRITTEN;
        })) {
            // When
            List<Answer> answers = model(server).answer(WRITE, ONE);

            // Then
            assertFailed(answers.getFirst(), FailureCode.MODEL_UNAVAILABLE, "did not answer");
            testIsOver.countDown();
        }
    }

    @Test
    void keepsNoMoreCallsUnderWayThanItMay() throws IOException {
        // Given
        CyclicBarrier four = new CyclicBarrier(4);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ChatServer server = new ChatServer((request, number) -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            await(four);
            now.decrementAndGet();
            return WRITTEN;
        })) {
            // When
            List<Answer> answers = model(server).answer(WRITE, Collections.nCopies(100, ONE.getFirst()));

            // Then
            assertThat(answers).hasSize(100).allMatch(answer -> answer instanceof Answer.Written);
            assertThat(most).hasValue(4);
        }
    }

    @Test
    void startsNoMoreCallsPerSecondThanItMay() throws IOException {
        // Given
        settings = new RemoteSettings(1, 2, Duration.ofSeconds(10), Duration.ofMinutes(1), 1);
        try (ChatServer server = new ChatServer((request, number) -> WRITTEN)) {
            // When
            List<Answer> answers = model(server).answer(WRITE, Collections.nCopies(5, ONE.getFirst()));

            // Then
            assertThat(answers).allMatch(answer -> answer instanceof Answer.Written);
            assertThat(time.paused()).isEqualTo(Duration.ofSeconds(2));
        }
    }

    private OpenAiCompatibleModel model(ChatServer server) {
        return model(server, Map.of("TEST_API_KEY", KEY));
    }

    private OpenAiCompatibleModel model(ChatServer server, Map<String, String> environment) {
        return new OpenAiCompatibleModel(
                RemoteModelDefinition.of(Events.remote(server.url(), "TEST_API_KEY")),
                settings,
                http,
                environment::get,
                time,
                time,
                new SplittableRandom(1));
    }

    private static void assertFailed(Answer answer, FailureCode code, String message) {
        assertThat(answer).isInstanceOfSatisfying(Answer.Failed.class, failed -> {
            assertThat(failed.code()).isEqualTo(code);
            assertThat(failed.message()).contains(message);
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("fewer calls came together than may", e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
