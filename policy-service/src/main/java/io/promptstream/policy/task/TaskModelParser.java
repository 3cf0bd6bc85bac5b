package io.promptstream.policy.task;

import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import java.util.Optional;

/** Reads the {@code taskModel} part of a task. */
final class TaskModelParser {
    private static final int MOST_TOKENS = 100_000;

    private TaskModelParser() {}

    static TaskModelDefinition parse(JsonFields fields) {
        TaskModelKind kind = fields.choice("kind", TaskModelKind.LOCAL);
        String name = fields.text("name", TaskDefaults.MODEL);
        if (name.isBlank()) {
            fields.error("name", "is blank; write the name of a model, such as " + TaskDefaults.MODEL);
        }
        Optional<String> url = fields.optionalText("url");
        Optional<String> keyVariable = fields.optionalText("apiKeyVariable");
        switch (kind) {
            case OPENAI_COMPATIBLE -> checkUrl(fields, url);
            case LOCAL, UNKNOWN -> {
                url.ifPresent(given -> fields.error("url", "is set; leave it out for kind: local"));
                keyVariable.ifPresent(given -> fields.error("apiKeyVariable", "is set; leave it out for kind: local"));
            }
        }
        keyVariable
                .filter(variable -> !variable.matches("[A-Z_][A-Z0-9_]*"))
                .ifPresent(
                        variable -> fields.error(
                                "apiKeyVariable",
                                "is no name of an environment variable; write one such as OPENAI_API_KEY, never the key itself"));
        TaskModelDefinition model = TaskModelDefinition.newBuilder()
                .setKind(kind)
                .setName(name)
                .setUrl(url.orElse(null))
                .setApiKeyVariable(keyVariable.orElse(null))
                .setMaxTokens(fields.integer("maxTokens", TaskDefaults.MAX_TOKENS, 1, MOST_TOKENS))
                .build();
        fields.end();
        return model;
    }

    private static void checkUrl(JsonFields fields, Optional<String> url) {
        if (url.isEmpty() || !url.get().matches("https?://[^\\s@]+")) {
            fields.error(
                    "url",
                    "is %s; write the base URL of the endpoint, such as https://host/v1, without a user or key"
                            .formatted(url.map(given -> "no such URL").orElse("missing")));
        }
    }
}
