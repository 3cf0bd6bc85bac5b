package io.promptstream.local.system;

import io.promptstream.platform.JavaRuntime;
import io.promptstream.platform.ManagedProcess;
import io.promptstream.platform.PlatformException;
import io.promptstream.platform.SharedArchive;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One service in a JVM of its own, from what its module's build left in its {@code target} folder. */
final class LaunchedService {

    private static final Duration PROBE = Duration.ofSeconds(2);
    /** A service that says the same for so long does not get on. */
    private static final Duration TELL_AFTER = Duration.ofSeconds(20);

    private final ServiceInstance instance;
    private final SystemSettings settings;
    private final JavaRuntime java;
    private final int port;
    private final Map<String, String> environment;
    private final BuiltModule module;
    private long logStart;
    private ManagedProcess process;

    private LaunchedService(
            ServiceInstance instance,
            SystemSettings settings,
            JavaRuntime java,
            int port,
            Map<String, String> environment) {
        this.instance = instance;
        this.settings = settings;
        this.java = java;
        this.port = port;
        this.environment = new TreeMap<>(environment);
        this.module = new BuiltModule(settings.root(), instance.kind().folder());
        this.process = launch();
    }

    /** Starts the service; {@link #awaitReady} waits until it is of use. */
    static LaunchedService start(
            ServiceInstance instance,
            SystemSettings settings,
            JavaRuntime java,
            int port,
            Map<String, String> environment) {
        return new LaunchedService(instance, settings, java, port, environment);
    }

    /**
     * Returns when {@code /health} says UP.
     *
     * @param waiting hears in words what it waits for, where that takes long
     * @throws SystemException if the service does not come up; the message says why, as far as the service does
     */
    void awaitReady(Consumer<String> waiting) {
        var health = new HealthWatch(waiting);
        try (var http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            process.awaitReady(() -> isUp(http, health), settings.startTimeout());
        } catch (PlatformException e) {
            var reason = LogReason.of(log(), logStart).orElse(health.problems());
            throw new SystemException(
                    "The " + instance.name() + " does not start" + (reason.isEmpty() ? "" : ": " + reason) + "\n"
                            + e.getMessage(),
                    e);
        }
    }

    /** Why the service has ended, as far as its log says. */
    Optional<String> lastError() {
        return LogReason.of(log(), logStart);
    }

    String url() {
        return Address.http(port);
    }

    RunningProcess description() {
        return RunningProcess.of(instance.name(), process.pid(), url(), log().toString());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Asks the service to end in order, and kills it where it does not. */
    void stop() {
        process.stop();
    }

    /** Ends the service at once, as {@code kill -9} does. */
    void kill() {
        process.kill();
    }

    /**
     * Starts the service again, on the same port and with the same state; it must have ended.
     *
     * @param more environment variables that it has from now on
     */
    void restart(Map<String, String> more) {
        environment.putAll(more);
        process = launch();
        awaitReady(problem -> {});
    }

    private Path log() {
        return settings.directory().resolve("logs").resolve(instance.name() + ".log");
    }

    private ManagedProcess launch() {
        logStart = log().toFile().length();
        var kind = instance.kind();
        var classPath = module.classPath();
        var command = new ArrayList<String>();
        command.add("/usr/bin/env");
        for (var name : ServiceEnvironment.withheld(kind, System.getenv().keySet())) {
            command.addAll(List.of("-u", name));
        }
        environment.forEach((name, value) -> command.add(name + "=" + value));
        command.add(java.executable().toString());
        command.add("-Xmx" + kind.heapMegabytes() + "m");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-XX:+ExitOnOutOfMemoryError");
        // Heaps are small and cores few: collectors with threads of their own would only take from the work.
        command.add("-XX:+UseSerialGC");
        command.addAll(SharedArchive.options(module.archiveFolder(), "service", classPath));
        command.addAll(List.of("-cp", classPath, kind.mainClass()));
        return ManagedProcess.start(instance.name(), command, settings.directory(), log());
    }

    private boolean isUp(HttpClient http, HealthWatch health) {
        var request = HttpRequest.newBuilder(URI.create(url() + "/health"))
                .timeout(PROBE)
                .build();
        try {
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
            if (answer.statusCode() == 200) {
                return true;
            }
            health.hear(HealthReport.reason(answer.statusCode(), answer.body(), this::lastError));
            return false;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** What the service last said of itself; one that still starts says another thing each time. */
    private static final class HealthWatch {
        private final Consumer<String> waiting;
        private String problems = "";
        private long since = System.nanoTime();
        private boolean told;

        HealthWatch(Consumer<String> waiting) {
            this.waiting = waiting;
        }

        void hear(String heard) {
            if (!heard.equals(problems)) {
                problems = heard;
                since = System.nanoTime();
                told = false;
            } else if (!told && System.nanoTime() - since > TELL_AFTER.toNanos()) {
                told = true;
                waiting.accept(heard);
            }
        }

        String problems() {
            return problems;
        }
    }
}
