package io.promptstream.local;

import com.sun.net.httpserver.HttpServer;
import io.promptstream.local.display.Json;
import io.promptstream.local.system.RunningProcess;
import io.promptstream.local.system.SystemDescription;
import io.promptstream.platform.BrokerProperties;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.commons.io.FileUtils;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * The training run of the command's AOT cache (JEP 514): it gives every command that only asks once, to a server that answers
 * all of them, and does what {@code up} does with Kafka's classes, so that the JVM sees which are needed. The script starts it
 * after a build.
 */
public final class AotTraining {

    private static final Map<String, String> ANSWERS = Map.of(
            "/tasks", "[{\"id\": \"sample\", \"kind\": \"CLASSIFICATION\", \"description\": \"\"}]",
            "/tasks/sample", "{\"id\": \"sample\", \"kind\": \"CLASSIFICATION\"}",
            "/tasks/sample/policy", "{\"version\": 1, \"servedPrompt\": \"Answer:\"}",
            "/dashboard/failures", "[]",
            "/dashboard/events", "id: 1\ndata: {\"services\": [], \"tasks\": [], \"topics\": []}\n\n");

    /** Nobody listens on it. */
    private static final int NO_PORT = 1;

    private static final int MILLIS = 200;

    private AotTraining() {}

    /**
     * Ends with 1 if a command fails.
     *
     * @param arguments the file of a task
     */
    public static void main(String[] arguments) throws IOException {
        var failed = commandsThatFail(Path.of(arguments[0]));
        failed.forEach(System.err::println);
        System.exit(failed.isEmpty() ? 0 : 1);
    }

    /** Gives all commands; returns those that fail, which should be none. */
    static List<String> commandsThatFail(Path taskFile) throws IOException {
        var directory = Files.createTempDirectory("promptstream-training");
        var server = serve();
        try {
            var url = "http://127.0.0.1:" + server.getAddress().getPort();
            Files.writeString(directory.resolve("system.json"), Json.write(system(directory, url)));
            var failed = new ArrayList<String>();
            for (var command : commands(taskFile)) {
                var all = new ArrayList<>(command);
                if (!command.contains("--help")) {
                    all.addAll(List.of("--directory", directory.toString()));
                }
                var given = all.toArray(String[]::new);
                var line = Promptstream.commandLine(given).setOut(new PrintWriter(Writer.nullWriter()));
                if (line.execute(given) != 0) {
                    failed.add(String.join(" ", command));
                }
            }
            useKafka(directory);
            return failed;
        } finally {
            server.stop(0);
            FileUtils.deleteDirectory(directory.toFile());
        }
    }

    /** Formats a broker's folder, and asks one that is not there. */
    private static void useKafka(Path directory) {
        var properties = BrokerProperties.of(directory.resolve("data"), NO_PORT, NO_PORT + 1, Map.of());
        BrokerProperties.format(properties, directory.resolve("kafka.properties"));
        Map<String, Object> broker = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                "127.0.0.1:" + NO_PORT,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                MILLIS);
        try (var admin = Admin.create(broker)) {
            admin.describeCluster().nodes().get();
        } catch (ExecutionException e) {
            // As expected.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<List<String>> commands(Path taskFile) {
        return List.of(
                List.of("--help"),
                List.of("status"),
                List.of("task", "apply", taskFile.toString()),
                List.of("task", "list"),
                List.of("task", "show", "sample"),
                List.of("top", "--once"),
                List.of("history", "--task", "sample"),
                List.of("candidates", "--task", "sample"),
                List.of("replays", "--task", "sample"),
                List.of("evaluate-policy", "--task", "sample", "--served"));
    }

    private static SystemDescription system(Path directory, String url) {
        long pid = ProcessHandle.current().pid();
        var started = ProcessHandle.current().info().startInstant().orElse(Instant.EPOCH);
        return new SystemDescription(
                directory.toString(),
                Instant.now(),
                "127.0.0.1:0",
                url,
                url,
                url,
                url,
                "",
                Map.of(),
                null,
                List.of(new RunningProcess("policy-service", pid, started, url, "")));
    }

    private static HttpServer serve() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            var answer = ANSWERS.getOrDefault(exchange.getRequestURI().getPath(), "{\"estimates\": [{}]}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }
}
