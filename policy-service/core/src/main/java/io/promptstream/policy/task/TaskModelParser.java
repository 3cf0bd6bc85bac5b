package io.promptstream.policy.task;

import io.promptstream.event.RemoteRequest;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.event.TaskModelKind;
import java.util.List;
import java.util.Optional;

/** Reads the {@code taskModel} part of a task. */
final class TaskModelParser {
    /** Whoever may put a task names a variable and a host; so only variables made for this purpose may be sent. */
    static final String KEY_VARIABLE = "(?!PROMPTSTREAM_)[A-Z_][A-Z0-9_]*API_KEY";

    private static final int MOST_TOKENS = 100_000;
    /** Fields that only a remote model has. */
    private static final List<String> REMOTE = List.of(
            "url",
            "apiKeyVariable",
            "path",
            "query",
            "keyHeader",
            "keyScheme",
            "headers",
            "body",
            "temperature",
            "maxTokensParameter");

    private TaskModelParser() {}

    static TaskModelDefinition parse(JsonFields fields) {
        TaskModelKind kind = fields.choice("kind", TaskModelKind.LOCAL);
        String name = fields.text("name", TaskDefaults.MODEL);
        if (name.isBlank()) {
            fields.error("name", "is blank; write the name of a model, such as " + TaskDefaults.MODEL);
        }
        Optional<String> url = fields.optionalText("url").map(String::strip);
        Optional<String> keyVariable = fields.optionalText("apiKeyVariable");
        Optional<RemoteRequest> request = Optional.empty();
        switch (kind) {
            case OPENAI_COMPATIBLE -> {
                checkUrl(fields, url);
                request = RemoteRequestParser.parse(fields);
            }
            case LOCAL, UNKNOWN -> {
                fields.ignore(REMOTE.toArray(String[]::new));
                REMOTE.stream()
                        .filter(fields::has)
                        .forEach(field -> fields.error(
                                field, "is set; leave it out for kind: local, or write kind: openai-compatible"));
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
                .setRequest(request.orElse(null))
                .build();
        fields.end();
        return model;
    }

    private static void checkUrl(JsonFields fields, Optional<String> url) {
        url.map(EndpointUrls::problem)
                .orElse(Optional.of("is missing; write the base URL of the endpoint, such as https://host/v1"))
                .ifPresent(problem -> fields.error("url", problem));
    }
}
