package io.promptstream.policy.task;

import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import java.util.Optional;

/** Reads the {@code taskModel} part of a task. */
final class TaskModelParser {
    private static final String URL = "https?://[^\\s@?#]+";
    /** Whoever may put a task names a variable and a host; so only variables made for this purpose may be sent. */
    private static final String KEY_VARIABLE = "(?!PROMPTSTREAM_)[A-Z_][A-Z0-9_]*API_KEY";

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
                .filter(variable -> !variable.matches(KEY_VARIABLE))
                .ifPresent(
                        variable -> fields.error(
                                "apiKeyVariable",
                                "is no environment variable for keys of models; write one that ends in API_KEY and does not begin with PROMPTSTREAM_, such as OPENAI_API_KEY, never the key itself"));
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
        if (url.isEmpty() || !url.get().matches(URL)) {
            fields.error(
                    "url",
                    "is %s; write the base URL of the endpoint, such as https://host/v1, without user, key, query or fragment"
                            .formatted(url.map(given -> "no such URL").orElse("missing")));
        }
    }
}
