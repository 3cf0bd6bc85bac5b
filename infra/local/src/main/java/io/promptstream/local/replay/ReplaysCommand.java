package io.promptstream.local.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.TaskCommand;
import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code promptstream replays}. */
@Command(
        name = "replays",
        description = {
            "Lists a task's replays, or shows one.",
            "With --cancel, cancels it, or forgets one that has ended, and deletes its candidate."
        })
public final class ReplaysCommand extends TaskCommand {

    @Option(names = "--name", paramLabel = "NAME", description = "Only this replay, in full.")
    private @Nullable String name;

    @Option(names = "--cancel", description = "Cancel the replay of that name.")
    private boolean cancel;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        var command = commandLine();
        if (cancel && name == null) {
            throw new ParameterException(command, "--cancel needs --name: give the name of the replay");
        }
        try (var client = policies()) {
            lines(client).forEach(command.getOut()::println);
        }
        command.getOut().flush();
        return 0;
    }

    private List<String> lines(PolicyClient client) {
        if (name == null) {
            var replays = client.replays(task());
            return shown(replays, ReplayReport.list(replays));
        }
        var replay = client.replay(task(), name);
        if (replay.isMissingNode()) {
            throw new CommandException("Task %s has no replay %s: 'promptstream replays --task %s' lists them"
                    .formatted(task(), name, task()));
        }
        if (cancel) {
            client.cancelReplay(task(), name);
            return shown(replay, List.of("Cancelled " + name));
        }
        return shown(replay, ReplayReport.lines(replay));
    }

    private List<String> shown(JsonNode answer, List<String> text) {
        return json ? List.of(Json.write(answer)) : text;
    }
}
