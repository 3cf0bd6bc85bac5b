package io.promptstream.local.connection;

import io.promptstream.local.display.CommandException;
import io.promptstream.local.display.Json;
import java.util.Optional;

/** The local models of a running task service. */
public final class ServedModels {

    private ServedModels() {}

    /** What identifies the weights of the model of this name; empty if the service does not say. */
    public static Optional<String> fingerprint(String taskUrl, String name) {
        if (taskUrl.isEmpty()) {
            return Optional.empty();
        }
        return Http.get(taskUrl + "/health").flatMap(answer -> {
            try {
                var detail = Json.read(answer.body(), "The health of the task service")
                        .path("details")
                        .path("models")
                        .path("details")
                        .path(name)
                        .asText("");
                return Optional.of(detail).filter(text -> !text.isEmpty() && !text.startsWith("not loaded"));
            } catch (CommandException e) {
                return Optional.empty();
            }
        });
    }
}
