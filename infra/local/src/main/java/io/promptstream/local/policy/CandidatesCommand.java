package io.promptstream.local.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.SystemOptions;
import io.promptstream.local.connection.TaskOption;
import io.promptstream.local.display.Json;
import io.promptstream.local.display.Table;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code promptstream candidates}. */
@Command(
        name = "candidates",
        description = "Lists the policies that replays have made of a task, with what they would serve.")
public final class CandidatesCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private SystemOptions options = new SystemOptions();

    @Mixin
    private TaskOption task = new TaskOption();

    @Option(names = "--json", description = "Print JSON, with lineage.")
    private boolean json;

    @Override
    public Integer call() {
        var out = Objects.requireNonNull(spec).commandLine().getOut();
        try (var client = new PolicyClient(options.policyUrl())) {
            var candidates = client.candidates(task.id());
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
