package io.promptstream.local.policy;

import io.promptstream.local.connection.TaskCommand;
import io.promptstream.local.display.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code promptstream promote}. */
@Command(
        name = "promote",
        description = {
            "Makes a candidate the task's live policy, between two rounds.",
            "First the service estimates from the logged rounds what it would have earned, and the order records that.",
            "Rounds that the policy before has sampled and that are still in flight are skipped; queries are served on."
        })
public final class PromoteCommand extends TaskCommand {

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
        var out = out();
        try (var client = policies()) {
            var wanted = order.json().put("candidate", candidate);
            if (unevaluated) {
                wanted.putArray("evaluation");
            }
            var given = client.promote(task(), wanted);
            var followed = new OrderWatch(client, task()).await(given);
            if (json) {
                out.println(Json.write(followed));
            } else {
                out.printf(
                        "Candidate %s is the policy of task %s now, as version %s%n",
                        candidate, task(), followed.path("firstVersion").asText());
                RecordedEvaluation.lines(given).forEach(out::println);
            }
        }
        out.flush();
        return 0;
    }
}
