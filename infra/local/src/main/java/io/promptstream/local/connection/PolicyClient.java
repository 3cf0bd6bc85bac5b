package io.promptstream.local.connection;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The HTTP interface of the policy service. */
public final class PolicyClient implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration EVALUATION_TIMEOUT = Duration.ofMinutes(30);

    private final String baseUrl;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    public PolicyClient(String baseUrl) {
        this.baseUrl = baseUrl.replaceAll("/+$", "");
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

    /** Estimates of what a policy would have earned; takes minutes over long logs. */
    public JsonNode evaluate(String taskId, JsonNode request) {
        return send(post("/tasks/" + encoded(taskId) + "/evaluations", request), EVALUATION_TIMEOUT);
    }

    /** Orders a replay. */
    public JsonNode orderReplay(String taskId, JsonNode order) {
        return send(post("/tasks/" + encoded(taskId) + "/replays", order));
    }

    /** Progress and report of a replay, if there is one of this name. */
    public Optional<JsonNode> replay(String taskId, String name) {
        var replays = send(HttpRequest.newBuilder(uri("/tasks/" + encoded(taskId) + "/replays")));
        return StreamSupport.stream(replays.spliterator(), false)
                .filter(replay -> replay.path("name").asText().equals(name))
                .findFirst();
    }

    private HttpRequest.Builder post(String path, JsonNode body) {
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
                return Json.read(response.body(), "The answer of " + request.uri());
            }
            throw new CommandException(refusal(request, response));
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
