package io.promptstream.local.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.connection.TaskCommand;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Table;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code promptstream candidates}. */
@Command(
        name = "candidates",
        description = "Lists the policies that replays have made of a task, with what they would serve.")
public final class CandidatesCommand extends TaskCommand {

    @Option(names = "--json", description = "Print JSON, with lineage.")
    private boolean json;

    @Override
    public Integer call() {
        var out = out();
        try (var client = policies()) {
            var candidates = client.candidates(task());
            if (json) {
                out.println(Json.write(candidates));
            } else {
                var table = new Table("candidate", "status", "version", "rounds", "digest", "prompt");
                candidates.forEach(candidate -> row(table, candidate));
                table.lines().forEach(out::println);
            }
        }
        out.flush();
        return 0;
    }

    private static void row(Table table, JsonNode candidate) {
        table.row(
                candidate.path("candidate").asText(),
                candidate.path("status").asText("-"),
                candidate.path("version").asText(),
                candidate.path("roundsLearned").asText(),
                ShortDigest.of(candidate),
                candidate.path("servedPrompt").asText());
    }
}
