package io.promptstream.task.remote.call;

import io.promptstream.event.FailureCode;
import io.promptstream.task.model.TokenAccount;
import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.remote.request.Capabilities;
import io.promptstream.task.remote.request.ChatRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The way of one request to its answer: it waits for its turn, calls, and repeats what may be repeated.
 *
 * <p>Failures that may pass are repeated a few times. A rate limit is none of them: it pauses everybody who calls that
 * endpoint, and the request continues after the pause for as long as its time allows. For one request and one thread.
 *
 * <p>Resilience4j's {@code Retry} counts every refusal as an attempt, sleeps in real time and knows neither a deadline nor
 * the reservation of tokens before each attempt. Its {@code CircuitBreaker} would fail proposals that may still be answered;
 * what it is for is done by the pause, and by lanes: an endpoint that is down holds up only its own proposals.
 */
public final class ChatCall {
    private final ChatEndpoint endpoint;
    private final RemoteSettings settings;
    private final EndpointLimits traffic;
    private final EndpointPause asked;
    private final RetryRule retries;
    private final InstantSource steady;
    private final Sleeper pause;
    private final ChatRequest request;
    private final Instant deadline;
    private final TokenAccount account;

    private TokenUsage spent = TokenUsage.NONE;
    private int failures;
    private int rateLimits;
    private Optional<String> lastFailure = Optional.empty();

    /** @param deadline when to give up, by {@code steady} */
    public ChatCall(
            ChatEndpoint endpoint,
            RemoteSettings settings,
            EndpointLimits traffic,
            EndpointPause asked,
            RetryRule retries,
            InstantSource steady,
            Sleeper pause,
            ChatRequest request,
            Instant deadline,
            TokenAccount account) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.traffic = traffic;
        this.asked = asked;
        this.retries = retries;
        this.steady = steady;
        this.pause = pause;
        this.request = request;
        this.deadline = deadline;
        this.account = account;
    }

    public ChatOutcome run() throws InterruptedException {
        Optional<ChatOutcome> outcome = Optional.empty();
        while (outcome.isEmpty()) {
            Duration paused = asked.left(steady.instant());
            outcome = paused.isPositive() ? waitFor(paused) : call();
        }
        return outcome.get();
    }

    private Optional<ChatOutcome> waitFor(Duration paused) throws InterruptedException {
        if (paused.compareTo(left()) >= 0) {
            return givenUp(
                    FailureCode.MODEL_UNAVAILABLE,
                    "%s asked for a pause of which %d s are left, longer than this batch may take: %s"
                            .formatted(request.place(), paused.toSeconds() + 1, asked.reason()));
        }
        pause.pass(retries.spread(paused, left()));
        return Optional.empty();
    }

    private Optional<ChatOutcome> call() throws InterruptedException {
        if (!left().isPositive()) {
            return noTime();
        }
        Capabilities able = traffic.able();
        Optional<TokenAccount.Reservation> reservation =
                account.reserve((long) request.tokens() + request.allowance(), left());
        if (reservation.isEmpty()) {
            return refused(FailureCode.BUDGET_EXHAUSTED, account.refusal() + callsBefore());
        }
        TokenUsage cost = TokenUsage.NONE;
        try {
            Attempt attempt = attemptInTurn(able);
            cost = attempt.tokens();
            spent = spent.plus(cost);
            return judge(attempt, able);
        } finally {
            reservation.get().settle(cost);
        }
    }

    private Attempt attemptInTurn(Capabilities able) throws InterruptedException {
        if (!traffic.slots().tryAcquire(left().toNanos(), TimeUnit.NANOSECONDS)) {
            return new Attempt.NoTurn(FailureCode.MODEL_UNAVAILABLE, noTimeMessage());
        }
        try {
            if (!traffic.pace().pass(left())) {
                return new Attempt.NoTurn(
                        FailureCode.BUDGET_EXHAUSTED,
                        "%d calls per second are allowed and %s was not enough: raise PROMPTSTREAM_REMOTE_CALLS_PER_SECOND"
                                .formatted(settings.callsPerSecond(), settings.batchTimeout()));
            }
            if (account.isUsedUp()) {
                return new Attempt.NoTurn(FailureCode.BUDGET_EXHAUSTED, account.refusal());
            }
            if (asked.left(steady.instant()).isPositive() || !left().isPositive()) {
                return new Attempt.Postponed();
            }
            Duration limit = left().compareTo(settings.callTimeout()) < 0 ? left() : settings.callTimeout();
            return endpoint.attempt(request, able, limit);
        } finally {
            traffic.slots().release();
        }
    }

    private Optional<ChatOutcome> judge(Attempt attempt, Capabilities able) throws InterruptedException {
        return switch (attempt) {
            case Attempt.Answered answered -> Optional.of(new ChatOutcome.Replied(answered.reply(), spent));
            case Attempt.Unusable unusable -> refused(FailureCode.MODEL_FAILURE, unusable.message());
            case Attempt.NoTurn noTurn -> givenUp(noTurn.code(), noTurn.message());
            case Attempt.Postponed postponed -> Optional.empty();
            case Attempt.Broken broken ->
                broken.repeatable() ? repeat(broken.message()) : refused(FailureCode.MODEL_FAILURE, broken.message());
            case Attempt.Failed failed -> judge(failed, able);
        };
    }

    private Optional<ChatOutcome> judge(Attempt.Failed failed, Capabilities able) throws InterruptedException {
        Optional<Capabilities> fewer =
                able.after(failed.error(), request.definition().request(), request.asksForAlternatives(able));
        if (fewer.isPresent()) {
            traffic.learn(fewer.get());
            return Optional.empty();
        }
        return switch (failed.error().kind()) {
            case RATE_LIMIT -> pauseAll(failed, failed.retryAfter().or(failed::reset));
            case PASSING ->
                failed.retryAfter().isPresent() ? pauseAll(failed, failed.retryAfter()) : repeat(failed.message());
            case QUOTA -> refused(FailureCode.BUDGET_EXHAUSTED, failed.message());
            case INPUT_TOO_LONG -> refused(FailureCode.INPUT_TOO_LONG, failed.message());
            case KEY, NOT_FOUND -> refused(FailureCode.MODEL_UNAVAILABLE, failed.message());
            case REQUEST -> refused(FailureCode.MODEL_FAILURE, failed.message());
        };
    }

    private Optional<ChatOutcome> pauseAll(Attempt.Failed failed, Optional<Duration> wanted) {
        rateLimits++;
        lastFailure = Optional.of(failed.message());
        asked.extend(steady.instant().plus(retries.pause(rateLimits, wanted)), failed.message());
        return Optional.empty();
    }

    private Optional<ChatOutcome> repeat(String message) throws InterruptedException {
        lastFailure = Optional.of(message);
        failures++;
        Duration delay = retries.backoff(failures);
        if (failures >= settings.attempts() || delay.compareTo(left()) >= 0) {
            return refused(FailureCode.MODEL_UNAVAILABLE, message);
        }
        pause.pass(delay);
        return Optional.empty();
    }

    private Duration left() {
        return Duration.between(steady.instant(), deadline);
    }

    private Optional<ChatOutcome> noTime() {
        return givenUp(FailureCode.MODEL_UNAVAILABLE, noTimeMessage());
    }

    private String noTimeMessage() {
        return "no time was left for a call to %s: raise PROMPTSTREAM_REMOTE_BATCH_TIMEOUT or PROMPTSTREAM_REMOTE_CONCURRENCY"
                .formatted(request.place());
    }

    /** Calls that came to nothing may be what the budget was spent on. */
    private String callsBefore() {
        return lastFailure.map(failure -> "; its last call failed: " + failure).orElse("");
    }

    /** With what the endpoint said last, if it was asked at all. */
    private Optional<ChatOutcome> givenUp(FailureCode code, String message) {
        return lastFailure.isPresent()
                ? refused(FailureCode.MODEL_UNAVAILABLE, lastFailure.get())
                : refused(code, message);
    }

    private Optional<ChatOutcome> refused(FailureCode code, String message) {
        return Optional.of(new ChatOutcome.Refused(code, message, spent));
    }
}
