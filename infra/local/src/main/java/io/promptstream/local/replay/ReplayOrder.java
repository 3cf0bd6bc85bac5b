package io.promptstream.local.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.local.query.Rate;
import io.promptstream.local.task.DefinitionFile;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is replayed. The policy service checks them, as a whole. */
final class ReplayOrder {

    @Option(
            names = "--from",
            paramLabel = "WHERE",
            description =
                    "Where the rounds begin: earliest, a time such as 2026-01-31T12:00:00Z, or an offset (default: earliest;"
                            + " with --start, behind that version).")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "WHERE",
            description = "Where they end: a time or an offset (default: what is there when the replay begins).")
    private @Nullable String to;

    @Option(
            names = "--policy",
            paramLabel = "FILE.yaml",
            description = "How to learn: the policy part of a task (default: as the live policy did).")
    private @Nullable Path policy;

    @Option(
            names = "--reward",
            paramLabel = "FILE.yaml",
            description = "Rescore the recorded outputs: the reward part of a task (default: the recorded rewards).")
    private @Nullable Path reward;

    @Option(
            names = "--start",
            paramLabel = "VERSION",
            description = "Version of the live policy to continue from, or scratch (default: scratch).")
    private @Nullable String start;

    @Option(
            names = "--end",
            paramLabel = "VERSION",
            description = "Version of the live policy to stop at (default: the newest).")
    private @Nullable String end;

    @Option(
            names = "--verify",
            description =
                    "Compare the digests of all versions with those of the live policy; the first that differs fails.")
    private boolean verify;

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            converter = Rate.class,
            description = "Most records a second (default: as the service is configured).")
    private @Nullable Double rate;

    @Option(names = "--by", paramLabel = "WHO", description = "Who gives the order (default: the user's name).")
    private @Nullable String by;

    /** The order as the policy service takes it. */
    ObjectNode json(String name) {
        var order = JsonNodeFactory.instance.objectNode().put("name", name);
        Optional.ofNullable(from).ifPresent(value -> order.put("from", value));
        Optional.ofNullable(to).ifPresent(value -> order.put("to", value));
        Optional.ofNullable(start).ifPresent(value -> order.put("start", value));
        Optional.ofNullable(end).ifPresent(value -> order.put("end", value));
        Optional.ofNullable(policy).ifPresent(file -> order.set("policy", DefinitionFile.readPart(file, "policy")));
        Optional.ofNullable(reward).ifPresent(file -> order.set("reward", DefinitionFile.readPart(file, "reward")));
        Optional.ofNullable(rate).ifPresent(value -> order.put("recordsPerSecond", value));
        if (verify) {
            order.put("verify", true);
        }
        return order.put("by", by != null ? by : System.getProperty("user.name", ""));
    }
}
