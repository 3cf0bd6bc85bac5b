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
import io.promptstream.task.model.TokenAccount;
import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.remote.ChatServer.Response;
import io.promptstream.task.remote.call.RemoteSettings;
import io.promptstream.task.remote.request.RemoteModelDefinition;
import io.promptstream.task.template.Rendering;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
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

    @Test
    void endsAResponseThatTricklesIn() throws Exception {
        // Given
        RemoteSettings settings = new RemoteSettings(4, 0, Duration.ofMillis(300), Duration.ofMinutes(1), 1);
        try (ChatServer server = new ChatServer((request, number) -> Response.trickling())) {
            // When
            List<Answer> answers = models.model(server, settings).answer(WRITE, ONE);

            // Then
            assertFailed(answers.getFirst(), FailureCode.MODEL_UNAVAILABLE, "no complete response within PT0.3S");
            assertThat(answers.getFirst().tokens().estimated()).isTrue();
            server.awaitHangUp();
        }
    }

    @Test
    void readsNoEndlessResponse() throws IOException {
        // Given
        byte[] blanks = " ".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        try (ChatServer server = new ChatServer((request, number) -> new Response(200, Map.of(), stream -> {
            while (true) {
                stream.write(blanks);
            }
        }))) {
            // When
            List<Answer> answers = models.model(server).answer(WRITE, ONE);

            // Then
            assertFailed(answers.getFirst(), FailureCode.MODEL_FAILURE, "more than 4194304 bytes");
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void stopsWithinTheBudget() throws IOException {
        // Given
        AtomicInteger left = new AtomicInteger(3);
        TokenAccount account = new TokenAccount() {
            @Override
            public Optional<Reservation> reserve(long expected, Duration patience) {
                return left.getAndDecrement() > 0 ? Optional.of(spent -> {}) : Optional.empty();
            }

            @Override
            public boolean isUsedUp() {
                return false;
            }

            @Override
            public String refusal() {
                return "used up";
            }
        };
        try (ChatServer server = new ChatServer((request, number) -> WRITTEN)) {
            // When
            List<Answer> answers = models.model(server).answer(WRITE, Collections.nCopies(10, ONE.getFirst()), account);

            // Then
            assertThat(answers)
                    .filteredOn(answer -> answer instanceof Answer.Written)
                    .hasSize(3);
            assertThat(answers)
                    .filteredOn(answer -> answer instanceof Answer.Failed)
                    .hasSize(7)
                    .allSatisfy(answer -> assertFailed(answer, FailureCode.BUDGET_EXHAUSTED, "used up"));
            assertThat(server.requests).hasSize(3);
        }
    }

    @Test
    void doesNotWaitLongerThanACallMayTake() throws Exception {
        // Given
        RemoteSettings settings = new RemoteSettings(4, 0, Duration.ofMillis(200), Duration.ofMinutes(1), 1);
        CountDownLatch testIsOver = new CountDownLatch(1);
        try (ChatServer server = new ChatServer((request, number) -> {
            await(testIsOver);
            return WRITTEN;
        })) {
            // When
            List<Answer> answers = models.model(server, settings).answer(WRITE, ONE);

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
            List<Answer> answers = models.model(server).answer(WRITE, Collections.nCopies(100, ONE.getFirst()));

            // Then
            assertThat(answers).hasSize(100).allMatch(answer -> answer instanceof Answer.Written);
            assertThat(most).hasValue(4);
        }
    }

    @Test
    void startsNoMoreCallsPerSecondThanItMay() throws IOException {
        // Given
        RemoteSettings settings = new RemoteSettings(1, 2, Duration.ofSeconds(10), Duration.ofMinutes(1), 1);
        try (ChatServer server = new ChatServer((request, number) -> WRITTEN)) {
            // When
            List<Answer> answers = models.model(server, settings).answer(WRITE, Collections.nCopies(5, ONE.getFirst()));

            // Then
            assertThat(answers).allMatch(answer -> answer instanceof Answer.Written);
            assertThat(models.paused()).isEqualTo(Duration.ofSeconds(2));
        }
    }

    @Test
    void saysWhatTheBudgetWasSpentOn() throws IOException {
        // Given
        AtomicInteger left = new AtomicInteger(1);
        TokenAccount account = new TokenAccount() {
            @Override
            public Optional<Reservation> reserve(long expected, Duration patience) {
                return left.getAndDecrement() > 0 ? Optional.of(spent -> {}) : Optional.empty();
            }

            @Override
            public boolean isUsedUp() {
                return false;
            }

            @Override
            public String refusal() {
                return "used up";
            }
        };
        try (ChatServer server = new ChatServer((request, number) -> new Response(500, "out of order"))) {
            // When
            List<Answer> answers = models.model(server).answer(WRITE, ONE, account);

            // Then
            assertFailed(answers.getFirst(), FailureCode.BUDGET_EXHAUSTED, "used up; its last call failed: ");
            assertFailed(answers.getFirst(), FailureCode.BUDGET_EXHAUSTED, "500: out of order");
        }
    }

    @Test
    void aReservedCallDoesNotBeginOnceAllIsSpent() throws IOException {
        // Given
        AtomicInteger spent = new AtomicInteger();
        TokenAccount account = new TokenAccount() {
            @Override
            public Optional<Reservation> reserve(long expected, Duration patience) {
                return Optional.of(cost -> spent.addAndGet((int) cost.total()));
            }

            @Override
            public boolean isUsedUp() {
                return spent.get() >= 18;
            }

            @Override
            public String refusal() {
                return "used up";
            }
        };
        RemoteSettings oneAtATime = new RemoteSettings(1, 0, Duration.ofSeconds(10), Duration.ofMinutes(1), 1);
        try (ChatServer server = new ChatServer((request, number) -> WRITTEN)) {
            // When
            List<Answer> answers =
                    models.model(server, oneAtATime).answer(WRITE, Collections.nCopies(10, ONE.getFirst()), account);

            // Then
            assertThat(answers)
                    .filteredOn(answer -> answer instanceof Answer.Failed)
                    .hasSizeBetween(7, 8);
            assertThat(server.requests).hasSizeBetween(2, 3);
        }
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
