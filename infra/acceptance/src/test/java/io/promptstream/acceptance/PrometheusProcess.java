package io.promptstream.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.display.Json;
import io.promptstream.local.system.SystemDescription;
import io.promptstream.platform.FreePorts;
import io.promptstream.platform.ManagedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** This machine's Prometheus with the repository's configuration, but for the ports of the services and a quicker pace. */
final class PrometheusProcess implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final ManagedProcess process;
    private final URI url;
    private final HttpClient http;

    private PrometheusProcess(ManagedProcess process, URI url, HttpClient http) {
        this.process = process;
        this.url = url;
        this.http = http;
    }

    /**
     * Starts one that scrapes the services, and returns when it answers.
     *
     * @param configuration folder with {@code prometheus.yml} and {@code alerts.yml}
     * @param directory for what it writes
     */
    static PrometheusProcess start(Path executable, Path configuration, SystemDescription system, Path directory) {
        int port = FreePorts.next();
        try {
            Files.createDirectories(directory);
            Files.copy(configuration.resolve("alerts.yml"), directory.resolve("alerts.yml"));
            Files.writeString(
                    directory.resolve("prometheus.yml"),
                    adapted(Files.readString(configuration.resolve("prometheus.yml")), system));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write into " + directory, e);
        }
        var process = ManagedProcess.start(
                "Prometheus",
                List.of(
                        executable.toString(),
                        "--config.file=" + directory.resolve("prometheus.yml"),
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port),
                directory,
                directory.resolve("prometheus.log"));
        var started =
                new PrometheusProcess(process, URI.create("http://127.0.0.1:" + port), HttpClient.newHttpClient());
        process.awaitReady(started::answers, START);
        return started;
    }

    private static String adapted(String configuration, SystemDescription system) {
        return configuration
                .replace("127.0.0.1:8091", URI.create(system.policyUrl()).getAuthority())
                .replace("127.0.0.1:8092", URI.create(system.taskUrl()).getAuthority())
                .replace("127.0.0.1:8093", URI.create(system.rewardUrl()).getAuthority())
                .replace("interval: 15s", "interval: 2s");
    }

    /** The series that the expression has now. */
    List<Series> query(String expression) {
        var answer = get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        var json = Json.read(answer.body(), "Prometheus");
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(
                    "%s: %s".formatted(expression, json.path("error").asText()));
        }
        return json.at("/data/result").valueStream().map(Series::of).toList();
    }

    /** One result. */
    record Series(JsonNode labels, double value) {
        private static Series of(JsonNode result) {
            return new Series(
                    result.path("metric"),
                    Double.parseDouble(result.path("value").path(1).asText().replace("Inf", "Infinity")));
        }
    }

    private boolean answers() {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private HttpResponse<String> get(String path) {
        var request = HttpRequest.newBuilder(url.resolve(path)).timeout(ANSWER).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + url, e);
        }
    }

    @Override
    public void close() {
        http.close();
        process.stop();
    }
}
