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

/** {@code promptstream promote}. */
@Command(
        name = "promote",
        description = {
            "Makes a candidate the task's live policy, between two rounds.",
            "First the service estimates from the logged rounds what it would have earned, and the order records that.",
            "Rounds that the policy before has sampled and that are still in flight are skipped; queries are served on."
        })
public final class PromoteCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SystemOptions options = new SystemOptions();

    @Mixin
    private TaskOption task = new TaskOption();

    @Option(
            names = "--candidate",
            paramLabel = "NAME",
            required = true,
            description = "One that 'promptstream candidates' lists.")
    private String candidate = "";

    @Mixin
    private OrderOptions order = new OrderOptions();

    @Option(
            names = "--no-evaluation",
            description = "Do not evaluate the candidate, which takes minutes where many rounds are logged.")
    private boolean unevaluated;

    @Option(names = "--json", description = "Print what has become of the order, as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        try (var client = new PolicyClient(options.policyUrl())) {
            var wanted = order.json().put("candidate", candidate);
            if (unevaluated) {
                wanted.putArray("evaluation");
            }
            var given = client.promote(task.id(), wanted);
            var followed = new OrderWatch(client, task.id()).await(given);
            if (json) {
                out.println(Json.write(followed));
            } else {
                out.printf(
                        "Candidate %s is the policy of task %s now, as version %s%n",
                        candidate, task.id(), followed.path("firstVersion").asText());
                RecordedEvaluation.lines(given).forEach(out::println);
            }
        }
        out.flush();
        return 0;
    }
}
