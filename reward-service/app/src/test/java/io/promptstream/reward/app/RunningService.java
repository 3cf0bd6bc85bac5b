package io.promptstream.reward.app;

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
import java.util.HashMap;
import java.util.Map;
import org.awaitility.Awaitility;

/** The whole service in this JVM, on a free port. */
final class RunningService implements AutoCloseable {
    private final EmbeddedServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    RunningService(KafkaEnvironment kafka, String prefix, Path stateDir, String instance) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("promptstream.bootstrap-servers", kafka.bootstrapServers());
        settings.put("promptstream.schema-registry-url", kafka.registryUrl());
        settings.put("promptstream.topic-prefix", prefix);
        settings.put("promptstream.instance", instance);
        settings.put("promptstream.state-dir", stateDir.toString());
        settings.put("micronaut.server.port", -1);
        server = ApplicationContext.run(EmbeddedServer.class, settings);
    }

    RunningService awaitUp() {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> get("/health").statusCode() == 200);
        return this;
    }

    HttpResponse<String> get(String path) {
        try {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://localhost:" + server.getPort() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
        http.close();
    }
}
