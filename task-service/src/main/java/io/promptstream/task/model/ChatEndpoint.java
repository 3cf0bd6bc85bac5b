package io.promptstream.task.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.promptstream.event.FailureCode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Calls one chat completions endpoint, repeating what may be repeated until it answers or the time is up. */
final class ChatEndpoint {
    private static final long LARGEST_RESPONSE = 1 << 20;

    private final RemoteModelDefinition definition;
    private final RemoteSettings settings;
    private final HttpClient http;
    private final UnaryOperator<@Nullable String> environment;
    private final InstantSource clock;
    private final Pause pause;
    private final RetryRule retries;
    private final CallPace pace;

    /** @param environment value of an environment variable; null where it is not set */
    ChatEndpoint(
            RemoteModelDefinition definition,
            RemoteSettings settings,
            HttpClient http,
            UnaryOperator<@Nullable String> environment,
            InstantSource clock,
            Pause pause,
            RetryRule retries) {
        this.definition = definition;
        this.settings = settings;
        this.http = http;
        this.environment = environment;
        this.clock = clock;
        this.pause = pause;
        this.retries = retries;
        this.pace = new CallPace(settings.callsPerSecond());
    }

    /** Either the reply or why there is none. */
    sealed interface Outcome {
        record Replied(ChatReply reply) implements Outcome {}

        record Refused(FailureCode code, String message) implements Outcome {}
    }

    /** @param deadline when to give up */
    Outcome complete(String body, Instant deadline) throws InterruptedException {
        String key =
                definition.apiKeyVariable().map(environment).map(String::strip).orElse(null);
        // A key that is no header value must not reach HttpRequest, whose exception quotes it.
        if (definition.apiKeyVariable().isPresent() && (key == null || !key.matches("[\\x21-\\x7E]+"))) {
            return unavailable("environment variable %s holds no key: set it and restart the task service"
                    .formatted(definition.apiKeyVariable().get()));
        }
        Outcome last = unavailable("no time was left for a call to " + definition.baseUrl());
        for (int attempt = 1; attempt <= settings.attempts(); attempt++) {
            Instant now = clock.instant();
            Duration wait = pace.reserve(now);
            if (!now.plus(wait).isBefore(deadline)) {
                return attempt > 1
                        ? last
                        : new Outcome.Refused(
                                FailureCode.BUDGET_EXHAUSTED,
                                "%d calls per second are allowed and %s was not enough: raise PROMPTSTREAM_REMOTE_CALLS_PER_SECOND"
                                        .formatted(settings.callsPerSecond(), settings.batchTimeout()));
            }
            pause.pass(wait);
            Attempt result = attempt(body, key, deadline);
            last = result.outcome();
            if (!result.repeatable() || attempt == settings.attempts()) {
                return last;
            }
            Duration delay = retries.delay(attempt, result.retryAfter(), clock.instant());
            if (!clock.instant().plus(delay).isBefore(deadline)) {
                return last;
            }
            pause.pass(delay);
        }
        return last;
    }

    private record Attempt(Outcome outcome, boolean repeatable, Optional<String> retryAfter) {}

    private Attempt attempt(String body, @Nullable String key, Instant deadline) throws InterruptedException {
        Duration left = Duration.between(clock.instant(), deadline);
        if (!left.isPositive()) {
            return new Attempt(
                    unavailable("no time was left for a call to " + definition.baseUrl()), false, Optional.empty());
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(definition.chatCompletions())
                .timeout(left.compareTo(settings.callTimeout()) < 0 ? left : settings.callTimeout())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (key != null) {
            request.header("Authorization", "Bearer " + key);
        }
        try {
            HttpResponse<String> response = http.send(
                    request.build(),
                    HttpResponse.BodyHandlers.limiting(
                            HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), LARGEST_RESPONSE));
            return new Attempt(
                    outcome(response, key),
                    RetryRule.repeatable(response.statusCode()) && !quotaIsUsedUp(response),
                    response.headers().firstValue("Retry-After"));
        } catch (IOException e) {
            return new Attempt(
                    unavailable("%s did not answer (%s): check taskModel.url and the endpoint"
                            .formatted(definition.baseUrl(), describe(e))),
                    true,
                    Optional.empty());
        }
    }

    private Outcome outcome(HttpResponse<String> response, @Nullable String key) {
        int status = response.statusCode();
        if (status == 200) {
            try {
                return new Outcome.Replied(ChatProtocol.reply(response.body()));
            } catch (JsonProcessingException e) {
                return new Outcome.Refused(
                        FailureCode.MODEL_FAILURE,
                        "%s did not return a chat completion: %s"
                                .formatted(definition.baseUrl(), withoutKey(e.getOriginalMessage(), key)));
            }
        }
        if (status == 401 || status == 403) {
            // The body may quote the key.
            return unavailable("%s answered %d: check the key in %s"
                    .formatted(
                            definition.baseUrl(),
                            status,
                            definition.apiKeyVariable().orElse("taskModel.apiKeyVariable, which names none")));
        }
        String error = withoutKey(ChatProtocol.error(response.body()), key);
        return new Outcome.Refused(
                code(status, response), "%s answered %d: %s".formatted(definition.baseUrl(), status, error));
    }

    private static FailureCode code(int status, HttpResponse<String> response) {
        String body = response.body().toLowerCase(Locale.ROOT);
        if (status == 413 || (status == 400 && (body.contains("context_length") || body.contains("context length")))) {
            return FailureCode.INPUT_TOO_LONG;
        }
        if (quotaIsUsedUp(response)) {
            return FailureCode.BUDGET_EXHAUSTED;
        }
        boolean away = status == 404 || RetryRule.repeatable(status) || (status >= 300 && status < 400);
        return away ? FailureCode.MODEL_UNAVAILABLE : FailureCode.MODEL_FAILURE;
    }

    private static boolean quotaIsUsedUp(HttpResponse<String> response) {
        return response.statusCode() == 429 && response.body().contains("insufficient_quota");
    }

    private static Outcome.Refused unavailable(String message) {
        return new Outcome.Refused(FailureCode.MODEL_UNAVAILABLE, message);
    }

    private static String withoutKey(String text, @Nullable String key) {
        return key == null || key.isEmpty() ? text : text.replace(key, "[key]");
    }

    private static String describe(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
