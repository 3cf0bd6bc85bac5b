package io.promptstream.task.remote.request;

import io.promptstream.event.TaskModelDefinition;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where an OpenAI-compatible model is reached and how it is asked.
 *
 * @param name the model's name, as the endpoint knows it
 * @param baseUrl what the path is appended to, such as {@code https://api.openai.com/v1}
 * @param apiKeyVariable environment variable that holds the key; empty where the endpoint asks for none
 * @param maxTokens the task's longest answer
 */
public record RemoteModelDefinition(
        String name, URI baseUrl, Optional<String> apiKeyVariable, int maxTokens, RequestSettings request) {
    /** Whoever may define a task can name a variable and a host; so only variables made for this purpose are sent. */
    static final String KEY_VARIABLE = "(?!PROMPTSTREAM_)[A-Z_][A-Z0-9_]*API_KEY";

    private static final int HIGHEST_PORT = 65_535;

    public RemoteModelDefinition {
        if (name.isBlank()) {
            throw new IllegalArgumentException("taskModel.name is empty: write the model's name at the endpoint");
        }
        String scheme = baseUrl.getScheme();
        if (scheme == null
                || baseUrl.getHost() == null
                || !(scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))) {
            throw new IllegalArgumentException(
                    "taskModel.url is not an absolute http or https URL with a host: write one such as https://api.openai.com/v1");
        }
        if (baseUrl.getPort() == 0 || baseUrl.getPort() > HIGHEST_PORT) {
            throw new IllegalArgumentException(
                    "taskModel.url names port %d: write one from 1 to %d".formatted(baseUrl.getPort(), HIGHEST_PORT));
        }
        if (baseUrl.getRawUserInfo() != null || baseUrl.getRawQuery() != null || baseUrl.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "taskModel.url holds user information, a query or a fragment: name the key in taskModel.apiKeyVariable and write parameters into taskModel.query");
        }
        apiKeyVariable.filter(variable -> !variable.matches(KEY_VARIABLE)).ifPresent(variable -> {
            throw new IllegalArgumentException(
                    "taskModel.apiKeyVariable is %s: name a variable that ends in API_KEY and does not begin with PROMPTSTREAM_"
                            .formatted(variable));
        });
    }

    /**
     * The definition as a task gives it.
     *
     * @throws IllegalArgumentException with the field to correct
     */
    public static RemoteModelDefinition of(TaskModelDefinition definition) {
        String url = definition
                .getUrl()
                .orElseThrow(() -> new IllegalArgumentException(
                        "taskModel.url is missing: write the endpoint's base URL, such as https://api.openai.com/v1"));
        return new RemoteModelDefinition(
                definition.getName(),
                parse(url.strip()),
                definition.getApiKeyVariable(),
                definition.getMaxTokens(),
                RequestSettings.of(definition.getRequest()));
    }

    private static URI parse(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "taskModel.url is no URL (%s at character %d): write one such as https://api.openai.com/v1"
                            .formatted(e.getReason(), e.getIndex() + 1),
                    e);
        }
    }

    /** Where completions are asked for. */
    public URI chatCompletions() {
        String base = baseUrl.toString();
        String query = new TreeMap<>(request.query())
                .entrySet().stream().map(RemoteModelDefinition::parameter).collect(Collectors.joining("&"));
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + request.path()
                + (query.isEmpty() ? "" : "?" + query));
    }

    private static String parameter(Map.Entry<String, String> parameter) {
        return encoded(parameter.getKey()) + "=" + encoded(parameter.getValue());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
