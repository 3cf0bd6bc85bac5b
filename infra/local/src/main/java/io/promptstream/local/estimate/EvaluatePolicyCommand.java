package io.promptstream.local.estimate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.connection.TaskCommand;
import io.promptstream.local.display.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code promptstream evaluate-policy}. */
@Command(
        name = "evaluate-policy",
        description = {
            "Estimates what a policy would have earned on the queries of logged rounds, without running any model on them:"
                    + " by inverse propensity (ips), self-normalised (snips) and doubly robust (dr), each with its 95 %%"
                    + " confidence interval and effective sample size.",
            "Where the rounds cannot support an answer, it says why and what to do. Exits with 1 if there is no estimate."
        })
public final class EvaluatePolicyCommand extends TaskCommand {
    /** The standard options would be this and a {@code --version} of their own. */
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    @Option(names = "--candidate", paramLabel = "NAME", description = "What this candidate samples.")
    private @Nullable String candidate;

    @Option(
            names = "--version",
            paramLabel = "V",
            description =
                    "What this version of the live policy samples; an earlier one is made again first, by a replay.")
    private @Nullable Long version;

    @Option(
            names = "--prompt",
            paramLabel = "TEXT",
            description = "This prompt; several: each of them with equal probability.")
    private List<String> prompts = new ArrayList<>();

    @Option(
            names = "--served",
            description = "The prompt that the live policy serves now; with --candidate, the one that it would serve.")
    private boolean served;

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description =
                    "First round: earliest, a time such as 2026-11-25T08:00:00Z, or an offset (default: earliest).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "WHERE", description = "Where to stop, likewise (default: now).")
    private @Nullable String to;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        long targets = Stream.of(candidate != null, version != null, !prompts.isEmpty(), served && candidate == null)
                .filter(given -> given)
                .count();
        if (targets != 1) {
            throw new ParameterException(
                    commandLine(),
                    "Give one of --candidate, --version, --prompt and --served; only --candidate goes with --served");
        }
        try (var client = policies()) {
            JsonNode answer = client.evaluate(task(), request(client));
            if (json) {
                print(Json.write(answer));
            } else {
                EvaluationText.lines(answer).forEach(this::print);
            }
            return answer.path("estimates").isEmpty() ? 1 : 0;
        }
    }

    private ObjectNode request(PolicyClient client) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        if (candidate != null) {
            request.put("candidate", candidate).put("served", served);
        } else if (version != null) {
            version(client, request, version);
        } else if (!prompts.isEmpty()) {
            prompts.forEach(request.putArray("prompts")::add);
        } else {
            request.put("served", served);
        }
        if (from != null) {
            request.put("from", from);
        }
        if (to != null) {
            request.put("to", to);
        }
        return request;
    }

    /** The live policy, if it is at that version; otherwise a candidate that is made of it. */
    private void version(PolicyClient client, ObjectNode request, long version) {
        if (client.policy(task()).path("version").asLong(-1) == version) {
            request.put("version", version);
        } else {
            request.put("candidate", new EarlierVersion(client, this::tell).make(task(), version));
        }
    }

    private void print(String line) {
        var out = out();
        out.println(line);
        out.flush();
    }

    private void tell(String line) {
        var err = commandLine().getErr();
        err.println(line);
        err.flush();
    }
}
