package io.promptstream.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaRegistryProcessIT {

    private static final String SCHEMA = "{\"schema\":\"\\\"string\\\"\"}";

    @TempDir
    Path directory;

    @Test
    void keepsSchemasAndCompatibilityWhenItIsStoppedOrKilledAndIsGoneAfterClose() throws Exception {
        var registry = SchemaRegistryProcess.start(RegistrySettings.in(directory));
        try (registry) {
            // Given
            var registered = post(registry.url() + "/subjects/kept-value/versions");

            // When
            registry.stop();
            registry.restart();

            // Then
            assertThat(post(registry.url() + "/subjects/kept-value/versions")).isEqualTo(registered);
            assertThat(commandOf(registry)).contains("-XX:SharedArchiveFile=");

            // When
            registry.kill();
            registry.restart();

            // Then
            assertThat(post(registry.url() + "/subjects/kept-value/versions")).isEqualTo(registered);
            assertThat(get(registry.url() + "/config")).contains("FULL_TRANSITIVE");
        }
        assertThat(registry.isAlive()).isFalse();
        assertThat(ProcessHandle.of(registry.pid()).filter(ProcessHandle::isAlive))
                .isEmpty();
    }

    private static String commandOf(SchemaRegistryProcess registry) {
        return ProcessHandle.of(registry.pid())
                .flatMap(process -> process.info().commandLine())
                .orElseThrow();
    }

    private static String get(String url) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url)));
    }

    private static String post(String url) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(SCHEMA)));
    }

    private static String send(HttpRequest.Builder request) throws Exception {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
