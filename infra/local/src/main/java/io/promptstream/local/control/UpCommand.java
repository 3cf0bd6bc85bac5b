package io.promptstream.local.control;

import io.promptstream.local.display.Json;
import io.promptstream.local.display.Screen;
import io.promptstream.local.display.Table;
import io.promptstream.local.system.LocalSystem;
import io.promptstream.local.system.RunDirectory;
import io.promptstream.local.system.SystemDescription;
import io.promptstream.local.system.SystemSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code promptstream up}. */
@Command(
        name = "up",
        description = {
            "Starts a broker, a schema registry and the three services, and stays until Ctrl-C.",
            "Data are kept: the next 'up' in the same directory continues with the same topics and policies."
        })
public final class UpCommand implements Callable<Integer> {

    private static final Duration CHECK = Duration.ofSeconds(2);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Run directory for data and logs (default: ~/.promptstream/system).")
    private @Nullable Path directory;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "Language model, a Hugging Face folder of the GPT-2 architecture (default: the bundled one).")
    private @Nullable Path model;

    @Option(names = "--json", description = "Print the addresses as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        var settings = SystemSettings.in(directory == null ? RunDirectory.home().resolve("system") : directory)
                .withUsualPorts();
        if (model != null) {
            settings = settings.withModelDirectory(model);
        }
        var screen = Screen.standard();
        screen.print("Starting Promptstream in " + settings.directory());
        try (var system = LocalSystem.start(settings, new StartProgress(screen))) {
            RunDirectory.makeCurrent(system.description());
            show(system.description(), out);
            screen.print("Ctrl-C stops everything");
            return watch(system, screen);
        }
    }

    /** Ends only when something else ended: Ctrl-C stops the JVM by the system's shutdown hook. */
    private static int watch(LocalSystem system, Screen screen) throws InterruptedException {
        while (true) {
            Thread.sleep(CHECK);
            var ended = system.ended();
            if (!ended.isEmpty()) {
                screen.print("Ended without being asked to: " + String.join(", ", ended));
                return 1;
            }
        }
    }

    private void show(SystemDescription description, PrintWriter out) {
        if (json) {
            out.println(Json.write(description));
        } else {
            addresses(description).lines().forEach(out::println);
        }
        out.flush();
    }

    static Table addresses(SystemDescription description) {
        var policy = description.policyUrl();
        return new Table("what", "where")
                .row("dashboard", description.dashboardUrl())
                .row("Kafka", description.bootstrapServers())
                .row("schema registry", description.registryUrl())
                .row("policy service", policy)
                .row("task service", description.taskUrl())
                .row("reward service", description.rewardUrl())
                .row("health", policy + "/health")
                .row("metrics", policy + "/prometheus")
                .row("tasks", policy + "/tasks")
                .row("logs", Path.of(description.directory(), "logs").toString());
    }
}
