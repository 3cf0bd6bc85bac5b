package io.promptstream.local.task;

import io.promptstream.local.connection.FailureReports;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.SystemOptions;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Table;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Map;
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

    private static final String NONE = "-";
    private static final int SHOWN = 20;

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
            TaskWarnings.of(registered).forEach(this::tell);
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

    @Command(name = "show", description = "Shows a task, what its policy has learned, and what goes wrong with it.")
    int show(
            @Parameters(paramLabel = "ID", description = "The task.") String taskId,
            @Mixin SystemOptions options,
            @Option(names = "--json", description = "Print JSON.") boolean json) {
        try (var client = new PolicyClient(options.policyUrl())) {
            var task = client.task(taskId);
            var policy = client.policyIfAny(taskId);
            var reports = FailureReports.of(options.rewardUrlIfAny());
            var trouble = reports.task(taskId);
            if (json) {
                print(Json.write(Map.of("task", task, "policy", policy, "trouble", trouble)));
                return 0;
            }
            print(Json.write(task));
            var table = new Table("policy", taskId)
                    .row("state", trouble.stateText())
                    .row("version", policy.path("version").asText(NONE))
                    .row("prompt", policy.path("servedPrompt").asText(NONE))
                    .row("greedy prompt", policy.path("greedyPrompt").asText(NONE))
                    .row("initial prompt", policy.path("initialPrompt").asText(NONE))
                    .row("rounds in flight", policy.path("roundsInFlight").asText(NONE));
            table.lines().forEach(this::print);
            if (trouble.cannotLearn().isEmpty()) {
                TaskWarnings.of(task).forEach(this::print);
            }
            trouble.lines(policy.path("version").asLong(), SHOWN, ZoneId.systemDefault())
                    .forEach(this::print);
            reports.unknown().ifPresent(this::print);
        }
        return 0;
    }

    private void tell(String line) {
        PrintWriter err = Objects.requireNonNull(spec).commandLine().getErr();
        err.println(line);
        err.flush();
    }

    private void print(String line) {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
