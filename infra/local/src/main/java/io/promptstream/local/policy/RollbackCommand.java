package io.promptstream.local.policy;

import io.promptstream.local.connection.TaskCommand;
import io.promptstream.local.display.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code promptstream rollback}. */
@Command(
        name = "rollback",
        description = {
            "Takes a task's policy back to an earlier version.",
            "A replay relearns that version exactly, as the candidate version-N, and then makes it the live policy."
        })
public final class RollbackCommand extends TaskCommand {

    @Option(names = "--version", paramLabel = "N", required = true, description = "The version to go back to.")
    private long version;

    @Mixin
    private OrderOptions order = new OrderOptions();

    @Option(names = "--wait", description = "Return when it is done, and fail if it cannot be.")
    private boolean wait;

    @Option(names = "--json", description = "Print the order, or what has become of it, as JSON.")
    private boolean json;

    /** The one that commands inherit comes with a {@code --version} of its own. */
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    @SuppressWarnings("unused") // picocli prints the help
    private boolean help;

    @Override
    public Integer call() {
        var out = out();
        try (var client = policies()) {
            var given = client.rollback(task(), order.json().put("version", version));
            var outcome = wait ? new OrderWatch(client, task()).await(given) : given;
            if (json) {
                out.println(Json.write(outcome));
            } else if (wait) {
                out.println("The policy of task %s is that of version %d again, as version %s"
                        .formatted(task(), version, outcome.path("firstVersion").asText()));
            } else {
                out.println("Ordered; 'promptstream history --task %s' shows when it is done".formatted(task()));
            }
        }
        out.flush();
        return 0;
    }
}
