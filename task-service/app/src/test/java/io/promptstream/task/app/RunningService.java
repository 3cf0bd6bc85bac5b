package io.promptstream.task.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.promptstream.testsupport.KafkaEnvironment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/** The whole service in this JVM, on a free port. */
final class RunningService implements AutoCloseable {
    private final EmbeddedServer server;

    private RunningService(EmbeddedServer server) {
        this.server = server;
    }

    /** Starts the service, which may not be of use yet. */
    static RunningService start(KafkaEnvironment kafka, String prefix, String instance, Path modelDirectory) {
        return new RunningService(ApplicationContext.run(
                EmbeddedServer.class,
                Map.of(
                        "micronaut.server.port",
                        -1,
                        "promptstream.bootstrap-servers",
                        kafka.bootstrapServers(),
                        "promptstream.schema-registry-url",
                        kafka.registryUrl(),
                        "promptstream.topic-prefix",
                        prefix,
                        "promptstream.instance",
                        instance,
                        "promptstream.model-dir",
                        modelDirectory.toString())));
    }

    RunningService awaitUp() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(get("/health")).contains("\"UP\"").doesNotContain("DOWN"));
        return this;
    }

    /** What the service answers, whatever the status. */
    String get(String path) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI uri = URI.create("http://127.0.0.1:" + server.getPort() + path);
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
