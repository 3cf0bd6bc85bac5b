package io.promptstream.local.estimate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.promptstream.local.connection.PolicyClient;
import io.promptstream.local.display.CommandException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/** Has an earlier version of a live policy made again, as a candidate, and waits for it. */
final class EarlierVersion {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final PolicyClient client;
    private final Consumer<String> progress;

    EarlierVersion(PolicyClient client, Consumer<String> progress) {
        this.client = client;
        this.progress = progress;
    }

    /** The candidate's name. One that was made before is used again: the same version is the same policy. */
    String make(String taskId, long version) {
        String name = "version-" + version;
        if (client.replay(taskId, name).isMissingNode()) {
            client.orderReplay(
                    taskId,
                    JsonNodeFactory.instance.objectNode().put("name", name).put("end", version));
            progress.accept("Relearning version %d of task %s as candidate %s".formatted(version, taskId, name));
        }
        try {
            while (!isDone(name, client.replay(taskId, name))) {
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("Interrupted; the replay " + name + " continues", e);
        }
        return name;
    }

    private static boolean isDone(String name, JsonNode replay) {
        if (replay.isMissingNode()) {
            throw new CommandException("The replay " + name + " was cancelled; give the command again");
        }
        return switch (replay.path("status").asText("").toUpperCase(Locale.ROOT)) {
            case "DONE" -> true;
            case "FAILED" ->
                throw new CommandException("The replay " + name + " failed: "
                        + replay.path("message").asText("") + "; delete it, and evaluate a version that it can make");
            default -> false;
        };
    }
}
