package io.promptstream.local.task;

import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.SystemOptions;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code promptstream task}. */
@Command(name = "task", description = "Registers and shows tasks.", synopsisSubcommandLabel = "(apply | list | show)")
public final class TaskCommand {

    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "apply",
            description = {
                "Registers the task of a YAML file, or changes it.",
                "All mistakes in the file are reported at once, each with its field."
            })
    int apply(
            @Parameters(paramLabel = "FILE.yaml", description = "The task.") Path file,
            @Mixin SystemOptions options,
            @Option(names = "--json", description = "Print the task as registered, as JSON.") boolean json) {
        var task = TaskFile.read(file);
        try (var client = new PolicyClient(options.policyUrl())) {
            var registered = client.putTask(task.id(), task.content());
            print(json ? Json.write(registered) : "Task " + task.id() + " is registered");
        }
        return 0;
    }

    @Command(name = "list", description = "Lists the tasks.")
    int list(@Mixin SystemOptions options, @Option(names = "--json", description = "Print JSON.") boolean json) {
        try (var client = new PolicyClient(options.policyUrl())) {
            var tasks = client.tasks();
            if (json) {
                print(Json.write(tasks));
                return 0;
            }
            var table = new Table("task", "kind", "description");
            tasks.forEach(task -> table.row(
                    task.path("id").asText(),
                    task.path("kind").asText(),
                    task.path("description").asText()));
            table.lines().forEach(this::print);
        }
        return 0;
    }

    @Command(name = "show", description = "Shows a task, and what its policy has learned.")
    int show(
            @Parameters(paramLabel = "ID", description = "The task.") String taskId,
            @Mixin SystemOptions options,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        try (var client = new PolicyClient(options.policyUrl())) {
            var task = client.task(taskId);
            var policy = client.policy(taskId);
            if (json) {
                print(Json.write(java.util.Map.of("task", task, "policy", policy)));
                return 0;
            }
            print(Json.write(task));
            new Table("policy", taskId)
                    .row("version", policy.path("version").asText())
                    .row("prompt", policy.path("servedPrompt").asText())
                    .row("greedy prompt", policy.path("greedyPrompt").asText())
                    .row("initial prompt", policy.path("initialPrompt").asText())
                    .row("rounds in flight", policy.path("roundsInFlight").asText())
                    .lines()
                    .forEach(this::print);
        }
        return 0;
    }

    private void print(String line) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
