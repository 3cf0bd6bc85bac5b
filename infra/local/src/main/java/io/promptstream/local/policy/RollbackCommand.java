package io.promptstream.local.policy;

import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.SystemOptions;
import io.promptstream.local.connection.TaskOption;
import io.promptstream.local.display.Json;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code promptstream rollback}. */
@Command(
        name = "rollback",
        description = {
            "Takes a task's policy back to an earlier version.",
            "A replay relearns that version exactly, as the candidate version-N, and then makes it the live policy."
        })
public final class RollbackCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SystemOptions options = new SystemOptions();

    @Mixin
    private TaskOption task = new TaskOption();

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
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        try (var client = new PolicyClient(options.policyUrl())) {
            var given = client.rollback(task.id(), order.json().put("version", version));
            var outcome = wait ? new OrderWatch(client, task.id()).await(given) : given;
            if (json) {
                out.println(Json.write(outcome));
            } else if (wait) {
                out.println("The policy of task %s is that of version %d again, as version %s"
                        .formatted(
                                task.id(), version, outcome.path("firstVersion").asText()));
            } else {
                out.println("Ordered; 'promptstream history --task %s' shows when it is done".formatted(task.id()));
            }
        }
        out.flush();
        return 0;
    }
}
