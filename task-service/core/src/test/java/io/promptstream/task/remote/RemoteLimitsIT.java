package io.promptstream.task.remote;

import static io.promptstream.task.remote.RemoteModelFixture.ONE;
import static io.promptstream.task.remote.RemoteModelFixture.WRITE;
import static io.promptstream.task.remote.RemoteModelFixture.WRITTEN;
import static io.promptstream.task.remote.RemoteModelFixture.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.task.model.Answer;
import io.promptstream.task.remote.ChatServer.Response;
import io.promptstream.task.remote.call.RemoteSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long, large, many and fast calls may be. */
class RemoteLimitsIT {
    private final RemoteModelFixture models = new RemoteModelFixture();

    @AfterEach
    void close() {
        models.close();
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
        try (ChatServer server = new ChatServer((request, number) -> new Response(200, Map.of(), (stream, closed) -> {
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
    void keepsNoMoreCallsInFlightThanItMay() throws IOException {
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
