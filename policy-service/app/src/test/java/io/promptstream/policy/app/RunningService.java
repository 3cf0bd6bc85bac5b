package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.runtime.server.EmbeddedServer;
import io.promptstream.testsupport.KafkaEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** The whole service with the bundled model, in this JVM, as one of its users sees it. */
public final class RunningService implements AutoCloseable {
    public static final int PARTITIONS = 2;
    public static final Path MODEL =
            Path.of(System.getProperty("promptstream.root", "../.."), "infra", "language-model", "model");
    private static final ObjectMapper JSON = new ObjectMapper();
    private final EmbeddedServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningService(EmbeddedServer server) {
        this.server = server;
    }

    public record Answer(int status, JsonNode body) {}

    /** Without a task service nobody checks tasks. */
    static RunningService start(KafkaEnvironment kafka, String prefix, String instance) {
        return start(kafka, prefix, instance, Duration.ZERO, Clock.systemUTC());
    }

    static RunningService start(KafkaEnvironment kafka, String prefix, String instance, Clock clock) {
        return start(kafka, prefix, instance, Duration.ZERO, clock);
    }

    /** Tasks are checked by whoever plays the task service. */
    static RunningService start(KafkaEnvironment kafka, String prefix, String instance, Duration checkTimeout) {
        return start(kafka, prefix, instance, checkTimeout, Clock.systemUTC());
    }

    private static RunningService start(
            KafkaEnvironment kafka, String prefix, String instance, Duration checkTimeout, Clock clock) {
        Map<String, Object> properties = Map.of(
                "micronaut.server.port",
                -1,
                "promptstream.bootstrap-servers",
                kafka.bootstrapServers(),
                "promptstream.schema-registry-url",
                kafka.registryUrl(),
                "promptstream.topic-prefix",
                prefix,
                "promptstream.partitions",
                PARTITIONS,
                "promptstream.instance",
                instance,
                "promptstream.task-check.timeout",
                checkTimeout.toString(),
                "promptstream.model.dir",
                MODEL.toString());
        ApplicationContext context =
                ApplicationContext.builder().properties(properties).build();
        context.registerBeanDefinition(RuntimeBeanDefinition.builder(Clock.class, () -> clock)
                .singleton(true)
                .replaces(Clock.class)
                .build());
        context.start();
        EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
        RunningService service = new RunningService(server);
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(service.get("/health").status()).isEqualTo(200));
        return service;
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer put(String path, String body) {
        return send(request(path).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body, String ifMatch) {
        return send(request(path).header("If-Match", ifMatch).PUT(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer post(String path, String body) {
        return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    long version(String taskId) {
        return get("/tasks/" + taskId + "/policy").body().path("version").asLong(-1);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.getURL() + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30));
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            boolean json =
                    response.headers().firstValue("Content-Type").orElse("").contains("json");
            return new Answer(
                    response.statusCode(), json ? JSON.readTree(response.body()) : TextNode.valueOf(response.body()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.close();
        server.close();
    }
}
