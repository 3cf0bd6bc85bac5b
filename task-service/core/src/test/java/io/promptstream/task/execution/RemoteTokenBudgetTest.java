package io.promptstream.task.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.task.Events;
import io.promptstream.task.FakeTime;
import io.promptstream.task.model.TokenAccount;
import io.promptstream.task.model.TokenAccount.Reservation;
import io.promptstream.task.model.TokenUsage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RemoteTokenBudgetTest {
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeTime time = new FakeTime(Events.NOW);

    @Test
    void isPerTaskAndDay() throws InterruptedException {
        // Given
        RemoteTokenBudget budget = new RemoteTokenBudget(100);

        // When
        spend(budget, "dear", 60);
        spend(budget, "cheap", 60);
        spend(budget, "dear", 40);

        // Then
        assertThat(budget.exhausted("dear", Events.NOW)).isTrue();
        assertThat(account(budget, "dear").reserve(1, LONG)).isEmpty();
        assertThat(account(budget, "dear").refusal()).contains("dear", "100", "PROMPTSTREAM_REMOTE_TOKENS_PER_DAY");
        assertThat(budget.exhausted("cheap", Events.NOW)).isFalse();
        assertThat(budget.spent("cheap", Events.NOW)).isEqualTo(60);
        Instant tomorrow = Events.NOW.plus(Duration.ofDays(1));
        assertThat(budget.exhausted("dear", tomorrow)).isFalse();
        assertThat(budget.spent("cheap", tomorrow)).isZero();
    }

    @Test
    void zeroIsNoLimit() throws InterruptedException {
        // Given
        RemoteTokenBudget budget = new RemoteTokenBudget(0);

        // When
        spend(budget, "dear", Integer.MAX_VALUE);

        // Then
        assertThat(budget.exhausted("dear", Events.NOW)).isFalse();
        assertThat(account(budget, "dear").reserve(Integer.MAX_VALUE, AT_ONCE)).isPresent();
    }

    @Test
    void aThousandTokensAreTwoCallsOfFiveHundred() throws InterruptedException {
        // Given
        RemoteTokenBudget budget = new RemoteTokenBudget(1000);
        TokenAccount account = account(budget, "dear");

        // When
        int calls = 0;
        for (Optional<Reservation> call = account.reserve(40, LONG);
                call.isPresent();
                call = account.reserve(40, LONG)) {
            call.get().settle(new TokenUsage(480, 20));
            calls++;
        }

        // Then
        assertThat(calls).isEqualTo(2);
    }

    @Test
    void callsInFlightTogetherCountBeforeTheyAreOver() throws InterruptedException {
        // Given
        RemoteTokenBudget budget = new RemoteTokenBudget(1001);
        spend(budget, "dear", 1);
        TokenAccount account = account(budget, "dear");

        // When
        List<Reservation> inFlight = new ArrayList<>();
        for (Optional<Reservation> call = account.reserve(400, AT_ONCE);
                call.isPresent();
                call = account.reserve(400, AT_ONCE)) {
            inFlight.add(call.get());
        }

        // Then
        assertThat(inFlight).hasSize(3);
    }

    @Test
    void onlyOneCallIsInFlightUntilItIsKnownWhatCallsCost() throws InterruptedException {
        // Given
        TokenAccount account = account(new RemoteTokenBudget(1000), "dear");
        Reservation first = account.reserve(1, AT_ONCE).orElseThrow();

        // When / Then
        assertThat(account.reserve(1, AT_ONCE)).isEmpty();
        first.settle(new TokenUsage(100, 0));
        assertThat(account.reserve(1, AT_ONCE)).isPresent();
        assertThat(account.reserve(1, AT_ONCE)).isPresent();
    }

    @Test
    void expectsOfTheNextCallWhatTheLastOneCost() throws InterruptedException {
        // Given
        RemoteTokenBudget budget = new RemoteTokenBudget(1000);
        TokenAccount account = account(budget, "dear");
        spend(budget, "dear", 500);

        // When / Then
        assertThat(account.reserve(10, AT_ONCE)).isPresent();
        assertThat(account.reserve(10, AT_ONCE)).isEmpty();
    }

    @Test
    void waitsForCallsThatMayTurnOutCheaper() throws InterruptedException {
        // Given
        TokenAccount account = account(new RemoteTokenBudget(100), "dear");
        Reservation dearlyReserved = account.reserve(100, AT_ONCE).orElseThrow();
        CompletableFuture<Optional<Reservation>> next = new CompletableFuture<>();
        Thread waiting = Thread.startVirtualThread(() -> {
            try {
                next.complete(account.reserve(10, LONG));
            } catch (InterruptedException e) {
                next.completeExceptionally(e);
            }
        });
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        // When
        dearlyReserved.settle(new TokenUsage(5, 1));

        // Then
        assertThat(next.join()).isPresent();
    }

    @Test
    void aCallOverMidnightIsPaidByTheNewDay() throws InterruptedException {
        // Given
        RemoteTokenBudget budget = new RemoteTokenBudget(1000);
        Reservation call = account(budget, "dear").reserve(900, AT_ONCE).orElseThrow();

        // When
        time.pass(Duration.ofDays(1));
        call.settle(new TokenUsage(300, 0));

        // Then
        assertThat(budget.spent("dear", time.instant())).isEqualTo(300);
        assertThat(account(budget, "dear").reserve(600, AT_ONCE)).isPresent();
        assertThat(account(budget, "dear").reserve(600, AT_ONCE)).isPresent();
    }

    @Test
    void aClockThatIsSetBackGivesNoNewBudget() throws InterruptedException {
        // Given
        RemoteTokenBudget budget = new RemoteTokenBudget(100);
        spend(budget, "dear", 100);

        // When
        time.pass(Duration.ofDays(-2));

        // Then
        assertThat(account(budget, "dear").reserve(1, LONG)).isEmpty();
    }

    private void spend(RemoteTokenBudget budget, String taskId, int tokens) throws InterruptedException {
        account(budget, taskId).reserve(1, AT_ONCE).orElseThrow().settle(new TokenUsage(tokens, 0));
    }

    private TokenAccount account(RemoteTokenBudget budget, String taskId) {
        return budget.account(taskId, time);
    }
}
