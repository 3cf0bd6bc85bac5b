package io.promptstream.task.remote.call;

import io.promptstream.task.model.TokenUsage;
import io.promptstream.task.remote.call.HttpCalls.Result;
import io.promptstream.task.remote.reply.ChatReplies;
import io.promptstream.task.remote.reply.ChatReplies.Parsed;
import io.promptstream.task.remote.reply.EndpointError;
import io.promptstream.task.remote.reply.ReplyBody;
import io.promptstream.task.remote.reply.ReplyExcerpt;
import io.promptstream.task.remote.reply.RetryAfter;
import io.promptstream.task.remote.request.Capabilities;
import io.promptstream.task.remote.request.ChatRequest;
import io.promptstream.task.remote.request.RemoteModelDefinition;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Makes single calls to one chat completions endpoint and says what came of each. */
public final class ChatEndpoint {
    private final RemoteModelDefinition definition;
    private final HttpCalls http;
    private final InstantSource clock;

    public ChatEndpoint(RemoteModelDefinition definition, HttpCalls http, InstantSource clock) {
        this.definition = definition;
        this.http = http;
        this.clock = clock;
    }

    /** @param limit for the whole call, body included */
    Attempt attempt(ChatRequest request, Capabilities able, Duration limit) throws InterruptedException {
        // Offered HTTP/2 on clear text, some servers drop the body of the request.
        HttpRequest.Builder http1 = HttpRequest.newBuilder(definition.chatCompletions())
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString(request.body(able)));
        http1.header("Content-Type", "application/json").header("Accept", "application/json");
        request.headers().headers().forEach(http1::setHeader);
        return switch (http.send(http1.build(), limit)) {
            case Result.Broken broken ->
                new Attempt.Broken(
                        "%s did not answer (%s): check taskModel.url and the endpoint"
                                .formatted(request.place(), request.headers().redacted(broken.reason())),
                        broken.repeatable(),
                        broken.reached()
                                ? new TokenUsage(request.tokens(), request.allowance(), true)
                                : TokenUsage.NONE);
            case Result.Received received -> received(request, received.response());
        };
    }

    private Attempt received(ChatRequest request, HttpResponse<byte[]> received) {
        String body;
        try {
            body = ReplyBody.text(received.headers(), received.body());
        } catch (IOException e) {
            return new Attempt.Unusable(
                    "%s answered %d with a body that cannot be read: %s"
                            .formatted(request.place(), received.statusCode(), String.valueOf(e.getMessage())),
                    received.statusCode() == 200 ? new TokenUsage(request.tokens(), 0, true) : TokenUsage.NONE);
        }
        if (received.statusCode() < 200 || received.statusCode() >= 300) {
            EndpointError error = EndpointError.of(received.statusCode(), body);
            String text = received.headers()
                    .firstValue("Location")
                    .filter(location -> received.statusCode() < 400)
                    .map(location -> "redirects are not followed, write the final URL into taskModel.url; it names "
                            + ReplyExcerpt.of(location))
                    .orElse(error.text());
            return failed(request, received, error, "%d: %s".formatted(received.statusCode(), text), TokenUsage.NONE);
        }
        return switch (ChatReplies.parse(body, request.tokens(), request.allowance())) {
            case Parsed.Completed completed -> new Attempt.Answered(completed.reply());
            case Parsed.Unusable unusable ->
                new Attempt.Unusable(
                        request.place() + " " + request.headers().redacted(unusable.reason()), unusable.tokens());
            case Parsed.Failed error ->
                failed(
                        request,
                        received,
                        error.error(),
                        "200 with an error: " + error.error().text(),
                        error.tokens());
        };
    }

    private Attempt failed(
            ChatRequest request, HttpResponse<byte[]> received, EndpointError error, String said, TokenUsage tokens) {
        Instant now = clock.instant();
        // The text of a refused key may quote it.
        String message = error.kind() == EndpointError.Kind.KEY
                ? "%d: check the key in %s"
                        .formatted(
                                error.status() == 200 ? 401 : error.status(),
                                definition.apiKeyVariable().orElse("taskModel.apiKeyVariable, which names none"))
                : request.headers().redacted(said);
        return new Attempt.Failed(
                error,
                request.place() + " answered " + message,
                RetryAfter.asked(received.headers(), now),
                RetryAfter.reset(received.headers(), now),
                tokens);
    }
}
