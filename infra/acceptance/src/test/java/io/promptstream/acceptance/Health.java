package io.promptstream.acceptance;

import io.promptstream.local.system.LocalSystem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;

/** What the services of a system say of their own health. */
record Health(LocalSystem system) {

    private static final int OK = 200;

    /** Answers of those that say that they are not well, or do not answer. */
    List<String> complaints() {
        try (var http = HttpClient.newHttpClient()) {
            return system.instances().stream()
                    .flatMap(instance -> complaint(http, system.url(instance)).stream()
                            .map(complaint -> instance.name() + ": " + complaint))
                    .toList();
        }
    }

    private static Optional<String> complaint(HttpClient http, String url) {
        try {
            var request = HttpRequest.newBuilder(URI.create(url + "/health")).build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == OK ? Optional.empty() : Optional.of(answer.body());
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
