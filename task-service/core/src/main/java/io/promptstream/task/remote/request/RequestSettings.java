package io.promptstream.task.remote.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.event.MaxTokensParameter;
import io.promptstream.event.RemoteRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a task wants its remote model to be asked.
 *
 * @param path what is appended to the base URL, with a slash first
 * @param query query parameters
 * @param keyHeader header that carries the key
 * @param keyScheme word before the key; empty: none
 * @param headers further headers; {@code ${NAME}} in a value stands for an environment variable
 * @param body a JSON object whose fields are added to the request; empty: none
 * @param temperature empty: 0, or none where the endpoint refuses 0
 * @param omitsTemperature whether none is sent
 * @param maxTokensParameter the parameter that limits the answer
 */
public record RequestSettings(
        String path,
        Map<String, String> query,
        String keyHeader,
        String keyScheme,
        Map<String, String> headers,
        String body,
        Optional<Double> temperature,
        boolean omitsTemperature,
        MaxTokensParameter maxTokensParameter) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern HEADER_NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    /** What the service writes itself. */
    private static final Set<String> OWN_FIELDS =
            Set.of("model", "messages", "stream", "n", "temperature", "max_tokens", "max_completion_tokens");

    /** What the HTTP client writes itself. */
    private static final Set<String> OWN_HEADERS = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "transfer-encoding",
            "upgrade");

    /** As OpenAI's interface has it. */
    public static final RequestSettings USUAL = new RequestSettings(
            "/chat/completions",
            Map.of(),
            "Authorization",
            "Bearer",
            Map.of(),
            "",
            Optional.empty(),
            false,
            MaxTokensParameter.AUTO);

    public RequestSettings {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
        require(path.startsWith("/"), "path", "does not begin with /; write such as /chat/completions");
        require(HEADER_NAME.matcher(keyHeader).matches(), "keyHeader", "is no name of a header; write such as api-key");
        headers.forEach((name, value) -> require(
                HEADER_NAME.matcher(name).matches()
                        && value.matches("[\\x20-\\x7E]*")
                        && !OWN_HEADERS.contains(name.toLowerCase(Locale.ROOT)),
                "headers",
                "holds %s, which cannot be sent; write names and values of ASCII, and none of %s"
                        .formatted(name, OWN_HEADERS)));
        Set<String> fields =
                fields(body).properties().stream().map(Map.Entry::getKey).collect(Collectors.toSet());
        fields.retainAll(OWN_FIELDS);
        require(fields.isEmpty(), "body", "holds %s, which the service writes itself; leave it out".formatted(fields));
    }

    /** What the task says; as usual where it says nothing. */
    static RequestSettings of(Optional<RemoteRequest> request) {
        return request.map(given -> new RequestSettings(
                        given.getPath(),
                        given.getQuery(),
                        given.getKeyHeader(),
                        given.getKeyScheme(),
                        given.getHeaders(),
                        given.getBody().isEmpty() ? "{}" : given.getBody(),
                        given.getTemperature(),
                        given.getOmitsTemperature(),
                        given.getMaxTokensParameter()))
                .orElse(USUAL);
    }

    /** The fields to add. */
    JsonNode fields() {
        return fields(body);
    }

    private static JsonNode fields(String body) {
        try {
            JsonNode fields = JSON.readTree(body.isBlank() ? "{}" : body);
            require(fields.isObject(), "body", "is no JSON object; write one, such as {\"seed\": 1}");
            return fields;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("taskModel.body is no JSON; write an object, such as {\"seed\": 1}", e);
        }
    }

    private static void require(boolean holds, String field, String message) {
        if (!holds) {
            throw new IllegalArgumentException("taskModel.%s %s".formatted(field, message));
        }
    }
}
