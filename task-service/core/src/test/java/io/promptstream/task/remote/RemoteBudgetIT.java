package io.promptstream.task.remote;

import static io.promptstream.task.remote.RemoteModelFixture.ONE;
import static io.promptstream.task.remote.RemoteModelFixture.WRITE;
import static io.promptstream.task.remote.RemoteModelFixture.WRITTEN;
import static io.promptstream.task.remote.RemoteModelFixture.assertFailed;
import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.task.model.Answer;
import io.promptstream.task.model.TokenAccount;
import io.promptstream.task.remote.ChatServer.Response;
import io.promptstream.task.remote.call.RemoteSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the token budget bounds calls. */
class RemoteBudgetIT {
    private final RemoteModelFixture models = new RemoteModelFixture();

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void stopsWithinTheBudget() throws IOException {
        // Given
        TokenAccount account = forCalls(3);
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
    void saysWhatTheBudgetWasSpentOn() throws IOException {
        // Given
        TokenAccount account = forCalls(1);
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

    /** An account that is used up after so many calls. */
    private static TokenAccount forCalls(int calls) {
        AtomicInteger left = new AtomicInteger(calls);
        return new TokenAccount() {
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
    }
}
