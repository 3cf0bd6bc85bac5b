package io.promptstream.schemas.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.promptstream.schemas.Excerpt;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** HTTP to the instances of the registry: continues to the next when one is unavailable, and retries when all are. */
final class RegistryConnection implements AutoCloseable {

    private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final JsonMapper JSON = new JsonMapper();

    private final RegistryConfig config;
    private final HttpClient http;
    /** Index of the URL that answered last; the others are left alone while it does. */
    private final AtomicInteger current = new AtomicInteger();

    RegistryConnection(RegistryConfig config) {
        this.config = config;
        // Over clear text the client would offer HTTP/2 with every request, and some servers then drop the body.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(config.connectTimeout())
                .build();
    }

    /** What the registry answered, be it success or a refusal that no retry would change. */
    record Answer(URI url, int status, JsonNode body) {

        static final int NOT_FOUND = 404;

        boolean ok() {
            return status / 100 == 2;
        }

        /**
         * Whether the registry does not have what it was asked for. A 404 without an error code of its own means that the whole
         * API is elsewhere, which is no statement about the data.
         */
        boolean unknown() {
            return status == NOT_FOUND && body.has("error_code");
        }

        String message() {
            return body.path("message").asText(body.isMissingNode() ? "no JSON" : body.toString());
        }
    }

    /**
     * Sends a request.
     *
     * @param path what follows the base URL, encoded
     * @param body sent as JSON, or null for none
     * @throws RegistryUnavailableException if no URL gave an answer in any attempt
     */
    Answer send(String method, String path, @Nullable Map<String, ?> body) {
        var failures = new ArrayList<String>();
        @Nullable IOException last = null;
        var wait = config.retryWait();
        for (int attempt = 0; attempt <= config.retries(); attempt++) {
            if (attempt > 0) {
                pause(wait);
                wait = wait.multipliedBy(2);
            }
            failures.clear();
            int first = current.get();
            for (int i = 0; i < config.urls().size(); i++) {
                int index = (first + i) % config.urls().size();
                var url = config.urls().get(index);
                try {
                    var response = http.send(request(method, url, path, body), HttpResponse.BodyHandlers.ofString());
                    if (response.statusCode() < 500 && response.statusCode() != 429) {
                        current.set(index);
                        return new Answer(url, response.statusCode(), parse(response.body()));
                    }
                    failures.add(url + ": HTTP " + response.statusCode() + " " + Excerpt.of(response.body()));
                } catch (IOException e) {
                    last = e;
                    failures.add(url + ": " + describe(e));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new RegistryUnavailableException(
                            "Interrupted while waiting for the schema registry at " + url, e);
                }
            }
        }
        throw new RegistryUnavailableException(
                "No schema registry answered after " + (config.retries() + 1) + " attempts: "
                        + String.join("; ", failures) + ". Start it, or correct " + RegistryConfig.URL,
                last);
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }

    private HttpRequest request(String method, URI base, String path, @Nullable Map<String, ?> body) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .timeout(config.requestTimeout())
                .header("Accept", CONTENT_TYPE + ", application/json")
                .header("Content-Type", CONTENT_TYPE);
        var credentials = config.credentials();
        if (credentials != null) {
            request.header("Authorization", credentials.header());
        }
        return request.method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(write(body)))
                .build();
    }

    private static String write(Map<String, ?> body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Cannot write a request to the schema registry as JSON", e);
        }
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // A proxy's page, say. The status says the rest.
            return JSON.missingNode();
        }
    }

    private static String describe(IOException e) {
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getClass().getSimpleName() + " " + e.getMessage();
    }

    private static void pause(Duration wait) {
        try {
            Thread.sleep(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException("Interrupted while waiting for the schema registry", e);
        }
    }
}
