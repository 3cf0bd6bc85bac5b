package io.promptstream.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.SystemOptions;
import io.promptstream.local.connection.TaskOption;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code promptstream replays}. */
@Command(
        name = "replays",
        description = {
            "Lists a task's replays, or shows one.",
            "With --cancel, cancels it, or forgets one that has ended, and deletes its candidate."
        })
public final class ReplaysCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SystemOptions options = new SystemOptions();

    @Mixin
    private TaskOption task = new TaskOption();

    @Option(names = "--name", paramLabel = "NAME", description = "Only this replay, in full.")
    private @Nullable String name;

    @Option(names = "--cancel", description = "Cancel the replay of that name.")
    private boolean cancel;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        var command = Objects.requireNonNull(spec).commandLine();
        if (cancel && name == null) {
            throw new ParameterException(command, "--cancel needs --name: give the name of the replay");
        }
        try (var client = new PolicyClient(options.policyUrl())) {
            lines(client).forEach(command.getOut()::println);
        }
        command.getOut().flush();
        return 0;
    }

    private List<String> lines(PolicyClient client) {
        if (name == null) {
            var replays = client.replays(task.id());
            return shown(replays, ReplayReport.list(replays));
        }
        var replay = client.replay(task.id(), name);
        if (replay.isMissingNode()) {
            throw new CommandException("Task %s has no replay %s: 'promptstream replays --task %s' lists them"
                    .formatted(task.id(), name, task.id()));
        }
        if (cancel) {
            client.cancelReplay(task.id(), name);
            return shown(replay, List.of("Cancelled " + name));
        }
        return shown(replay, ReplayReport.lines(replay));
    }

    private List<String> shown(JsonNode answer, List<String> text) {
        return json ? List.of(Json.write(answer)) : text;
    }
}
