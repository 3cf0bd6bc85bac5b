package io.promptstream.local.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.connection.TaskCommand;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code promptstream history}. */
@Command(
        name = "history",
        description = {
            "Shows how a task's policy came about: its last steps, oldest first.",
            "Of a promotion also what the candidate was estimated to earn: the doubly robust estimate with its 95 %% interval.",
            "began: it had learned nothing. continued: the task changed. learned: rounds. promoted: a candidate took its place."
        })
public final class HistoryCommand extends TaskCommand {

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "At most so many steps, up to 1000 (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        var out = out();
        try (var client = policies()) {
            var steps = client.history(task(), limit);
            if (json) {
                out.println(Json.write(steps));
            } else {
                var table = new Table(
                        "at", "step", "version", "revision", "rounds", "skipped", "digest", "order", "reward (dr)");
                steps.forEach(step -> row(table, step));
                table.lines().forEach(out::println);
            }
        }
        out.flush();
        return 0;
    }

    private static void row(Table table, JsonNode step) {
        var promotion = step.path("promotion");
        table.row(
                step.path("at").asText(),
                step.path("kind").asText(),
                step.path("version").asText(),
                step.path("taskRevision").asText(),
                step.path("rounds").asText(),
                step.path("leftOut").asText(),
                ShortDigest.of(step),
                promotion.isObject() ? order(promotion) : "",
                RecordedEvaluation.inShort(promotion));
    }

    private static String order(JsonNode promotion) {
        var by = promotion.path("by").asText();
        var reason = promotion.path("reason").asText();
        return promotion.path("candidate").asText()
                + (by.isEmpty() ? "" : " by " + by)
                + (reason.isEmpty() ? "" : ": " + reason);
    }
}
