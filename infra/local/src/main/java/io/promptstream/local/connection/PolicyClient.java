package io.promptstream.local.connection;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The HTTP interface of the policy service. */
public final class PolicyClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;
    private static final Duration EVALUATION_TIMEOUT = Duration.ofMinutes(30);

    private final String baseUrl;
    private final HttpClient http;

    public PolicyClient(String baseUrl) {
        this.baseUrl = baseUrl.replaceAll("/+$", "");
        this.http = Http.client(baseUrl);
    }

    /**
     * Registers or changes a task.
     *
     * @throws CommandException if the service finds mistakes in it; the message lists all of them with their fields
     */
    public JsonNode putTask(String taskId, JsonNode task) {
        return send(HttpRequest.newBuilder(uri("/tasks/" + encoded(taskId)))
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(task.toString())));
    }

    public JsonNode tasks() {
        return send(HttpRequest.newBuilder(uri("/tasks")));
    }

    public JsonNode task(String taskId) {
        return send(HttpRequest.newBuilder(uri("/tasks/" + encoded(taskId))));
    }

    /** Version, prompts and last rounds of the task's policy. */
    public JsonNode policy(String taskId) {
        return send(HttpRequest.newBuilder(uri("/tasks/" + encoded(taskId) + "/policy")));
    }

    /** As {@link #policy}; missing where the task has none yet. */
    public JsonNode policyIfAny(String taskId) {
        try {
            return policy(taskId);
        } catch (NotFoundException e) {
            return MissingNode.getInstance();
        }
    }

    /** The named policies that may take the place of the task's live one. */
    public JsonNode candidates(String taskId) {
        return send(HttpRequest.newBuilder(uri("/tasks/" + encoded(taskId) + "/candidates")));
    }

    /** The last steps of the task's policy, oldest first, at most so many. */
    public JsonNode history(String taskId, int limit) {
        return send(HttpRequest.newBuilder(uri("/tasks/" + encoded(taskId) + "/history?limit=" + limit)));
    }

    /**
     * Orders that a candidate becomes the task's policy; takes minutes where it is evaluated first, on a long log.
     *
     * @return the order
     */
    public JsonNode promote(String taskId, JsonNode order) {
        return send(posting("/tasks/" + encoded(taskId) + "/promote", order), EVALUATION_TIMEOUT);
    }

    /**
     * Orders that the task's policy goes back to an earlier version.
     *
     * @return the order
     */
    public JsonNode rollback(String taskId, JsonNode order) {
        return post("/tasks/" + encoded(taskId) + "/rollback", order);
    }

    /** How far the replay is that makes a candidate; missing where none is known. */
    public JsonNode replay(String taskId, String name) {
        try {
            return send(HttpRequest.newBuilder(replayUri(taskId, name)));
        } catch (NotFoundException e) {
            return MissingNode.getInstance();
        }
    }

    /**
     * Orders a replay.
     *
     * @return how far it is
     * @throws CommandException if the service finds mistakes in the order; the message lists all of them with their fields
     */
    public JsonNode orderReplay(String taskId, JsonNode order) {
        return post("/tasks/" + encoded(taskId) + "/replays", order);
    }

    /** How far each replay of the task is, oldest first. */
    public JsonNode replays(String taskId) {
        return send(HttpRequest.newBuilder(uri("/tasks/" + encoded(taskId) + "/replays")));
    }

    /** Cancels the replay and deletes its candidate. */
    public void cancelReplay(String taskId, String name) {
        send(HttpRequest.newBuilder(replayUri(taskId, name)).DELETE());
    }

    private URI replayUri(String taskId, String name) {
        return uri("/tasks/" + encoded(taskId) + "/replays/" + encoded(name));
    }

    /**
     * Publishes queries of the task.
     *
     * @param queries one or a list of them
     * @return the ids of those that were accepted
     */
    public JsonNode ask(String taskId, JsonNode queries) {
        return post("/tasks/" + encoded(taskId) + "/queries", queries);
    }

    /** Estimates of what a policy would have earned; takes minutes over long logs. */
    public JsonNode evaluate(String taskId, JsonNode request) {
        return send(posting("/tasks/" + encoded(taskId) + "/evaluations", request), EVALUATION_TIMEOUT);
    }

    private JsonNode post(String path, JsonNode body) {
        return send(posting(path, body));
    }

    private HttpRequest.Builder posting(String path, JsonNode body) {
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    }

    @Override
    public void close() {
        http.close();
    }

    private JsonNode send(HttpRequest.Builder builder) {
        return send(builder, TIMEOUT);
    }

    private JsonNode send(HttpRequest.Builder builder, Duration timeout) {
        var request = builder.timeout(timeout).build();
        try {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (response.statusCode() / 100 == 2) {
                return response.body().isBlank()
                        ? MissingNode.getInstance()
                        : Json.read(response.body(), "The answer of " + request.uri());
            }
            var refusal = refusal(request, response);
            throw response.statusCode() == NOT_FOUND ? new NotFoundException(refusal) : new CommandException(refusal);
        } catch (IOException e) {
            throw new CommandException(
                    "The policy service does not answer at " + baseUrl + " (" + e
                            + "): check with 'promptstream status', or give --policy-url",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted", e);
        }
    }

    private static String refusal(HttpRequest request, HttpResponse<String> response) {
        var start = "The policy service answered " + response.statusCode() + " to " + request.method() + " "
                + request.uri().getPath();
        if (!response.body().stripLeading().startsWith("{")) {
            return start
                    + (response.body().isBlank() ? "" : ": " + response.body().strip());
        }
        var errors =
                Json.read(response.body(), "The answer of " + request.uri()).path("errors");
        if (!errors.isArray() || errors.isEmpty()) {
            return start + ": " + response.body().strip();
        }
        return StreamSupport.stream(errors.spliterator(), false)
                .map(error -> "  " + error.path("field").asText("") + ": "
                        + error.path("message").asText(""))
                .collect(Collectors.joining("\n", start + ":\n", ""));
    }

    private URI uri(String path) {
        return URI.create(baseUrl + path);
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
