package io.promptstream.task.model;

import io.promptstream.event.TaskModelDefinition;
import java.net.URI;
import java.util.Optional;

/**
 * Where an OpenAI-compatible model is reached.
 *
 * @param name the model's name, as the endpoint knows it
 * @param baseUrl what {@code /chat/completions} is appended to, such as {@code https://api.openai.com/v1}
 * @param apiKeyVariable environment variable that holds the key; empty where the endpoint asks for none
 */
public record RemoteModelDefinition(String name, URI baseUrl, Optional<String> apiKeyVariable) {
    /** Whoever may define a task can name a variable and a host; so only variables made for this purpose are sent. */
    private static final String KEY_SUFFIX = "API_KEY";

    public RemoteModelDefinition {
        if (name.isBlank()) {
            throw new IllegalArgumentException("taskModel.name is empty: write the model's name at the endpoint");
        }
        String scheme = baseUrl.getScheme();
        if (scheme == null || baseUrl.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
            throw new IllegalArgumentException(
                    "taskModel.url is not an absolute http or https URL: write one such as https://api.openai.com/v1");
        }
        if (baseUrl.getRawUserInfo() != null || baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "taskModel.url holds user information, a query or a fragment: name the key in taskModel.apiKeyVariable");
        }
        apiKeyVariable.filter(variable -> !variable.endsWith(KEY_SUFFIX)).ifPresent(variable -> {
            throw new IllegalArgumentException(
                    "taskModel.apiKeyVariable is %s: name a variable that ends in %s".formatted(variable, KEY_SUFFIX));
        });
    }

    /**
     * The definition as a task gives it.
     *
     * @throws IllegalArgumentException with the field to correct
     */
    static RemoteModelDefinition of(TaskModelDefinition definition) {
        String url = definition
                .getUrl()
                .orElseThrow(() -> new IllegalArgumentException(
                        "taskModel.url is missing: write the endpoint's base URL, such as https://api.openai.com/v1"));
        return new RemoteModelDefinition(definition.getName(), URI.create(url), definition.getApiKeyVariable());
    }

    URI chatCompletions() {
        String base = baseUrl.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/chat/completions");
    }
}
