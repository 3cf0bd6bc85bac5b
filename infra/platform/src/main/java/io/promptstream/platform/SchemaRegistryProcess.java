package io.promptstream.platform;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One schema registry (Apicurio Registry, with Confluent's API) in a JVM of its own. Its global compatibility is {@code
 * FULL_TRANSITIVE}; schemas keep their ids when it is started again.
 */
public final class SchemaRegistryProcess extends PlatformProcess {

    private static final String API = "/apis/ccompat/v7";
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);

    private final RegistrySettings settings;
    private final int port;

    private SchemaRegistryProcess(RegistrySettings settings, int port, int managementPort) {
        super(() -> launch(settings, port, managementPort));
        this.settings = settings;
        this.port = port;
    }

    /**
     * Unpacks the registry where that has not been done, starts it and returns when it answers.
     *
     * @throws PlatformException if it cannot be started or is not ready in time, with the last lines of its log
     */
    public static SchemaRegistryProcess start(RegistrySettings settings) {
        settings.java().requireRecent();
        int port = FreePorts.orFree(settings.port(), "the schema registry");
        return new SchemaRegistryProcess(settings, port, FreePorts.next());
    }

    /** Base URL of the API in Confluent's form, as {@code schema.registry.url} wants it. */
    public String url() {
        return url(port);
    }

    /** The file with the registry's log. */
    public Path log() {
        return log(settings);
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port + API;
    }

    private static Path log(RegistrySettings settings) {
        return settings.logDirectory().resolve("registry.log");
    }

    private static ManagedProcess launch(RegistrySettings settings, int port, int managementPort) {
        var home = RegistryArchive.unpacked(settings.archive(), settings.cacheDirectory());
        var database = settings.dataDirectory().resolve("registry").toAbsolutePath();
        var program = home.resolve("quarkus-run.jar").toString();
        var command = new ArrayList<String>();
        command.add(settings.java().executable().toString());
        command.add("-Xmx" + settings.heapMegabytes() + "m");
        // It starts often and works little: this takes a third off the processor time of a start.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-XX:+UseSerialGC");
        command.addAll(SharedArchive.options(settings.cacheDirectory(), "registry", program));
        command.add("-Dquarkus.http.host=127.0.0.1");
        command.add("-Dquarkus.http.port=" + port);
        command.add("-Dquarkus.management.host=127.0.0.1");
        command.add("-Dquarkus.management.port=" + managementPort);
        command.add("-Dquarkus.http.access-log.enabled=false");
        command.add("-Dapicurio.datasource.url=jdbc:h2:file:" + database);
        command.addAll(List.of("-jar", program));
        var started = ManagedProcess.start("schema registry", command, settings.dataDirectory(), log(settings));
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            started.awaitReady(() -> isReady(http, managementPort), settings.startTimeout());
            try {
                requireFullTransitive(http, url(port), log(settings));
            } catch (RuntimeException e) {
                started.kill();
                throw e;
            }
        }
        return started;
    }

    private static boolean isReady(HttpClient http, int managementPort) {
        try {
            var health = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + "/health/ready"));
            return send(http, health).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    /** Apicurio's own default accepts every change. */
    private static void requireFullTransitive(HttpClient http, String url, Path log) {
        var request = HttpRequest.newBuilder(URI.create(url + "/config"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .PUT(HttpRequest.BodyPublishers.ofString("{\"compatibility\":\"FULL_TRANSITIVE\"}"));
        try {
            var response = send(http, request);
            if (response.statusCode() != 200) {
                throw new PlatformException("The schema registry refused FULL_TRANSITIVE compatibility: HTTP "
                        + response.statusCode() + " " + response.body() + "; see " + log);
            }
        } catch (IOException e) {
            throw new PlatformException("The schema registry does not answer at " + url + "; see " + log, e);
        }
    }

    private static HttpResponse<String> send(HttpClient http, HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.timeout(REQUEST_TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
