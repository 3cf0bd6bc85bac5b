package io.promptstream.task.model;

import static io.promptstream.task.model.RemoteModelFixture.ONE;
import static io.promptstream.task.model.RemoteModelFixture.WRITE;
import static io.promptstream.task.model.RemoteModelFixture.WRITTEN;
import static io.promptstream.task.model.RemoteModelFixture.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.task.model.ChatServer.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
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
            assertThat(models.paused()).isEqualTo(Duration.ofSeconds(3));
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
    void stopsRetryingAtTheDeadlineOfTheBatch() throws IOException {
        // Given
        try (ChatServer server =
                new ChatServer((request, number) -> new Response(429, "busy", "Retry-After", "3600"))) {
            // When
            List<Answer> answers = models.model(server).answer(WRITE, ONE);

            // Then
            assertFailed(answers.getFirst(), FailureCode.MODEL_UNAVAILABLE, "429");
            assertThat(server.requests).hasSize(1);
            assertThat(models.paused()).isZero();
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
