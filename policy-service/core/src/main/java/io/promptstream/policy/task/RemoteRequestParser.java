package io.promptstream.policy.task;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.MaxTokensParameter;
import io.promptstream.event.RemoteRequest;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the fields of {@code taskModel} that say how a remote model is asked. */
final class RemoteRequestParser {
    private static final int MOST_ENTRIES = 32;
    private static final int LONGEST_VALUE = 1024;
    private static final int LONGEST_BODY = 16_384;
    private static final double HIGHEST_TEMPERATURE = 5;
    private static final String AUTHORIZATION = "Authorization";
    private static final String PATH = "/[A-Za-z0-9._~!$&'()*+,;=:@%/-]*";
    private static final String HEADER = "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}";
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}]*}?");
    private static final Set<String> CLIENTS_HEADERS = Set.of(
            "accept-encoding",
            "connection",
            "content-length",
            "content-type",
            "expect",
            "host",
            "transfer-encoding",
            "upgrade");
    /** Fields of the body that the task service writes itself, and where to write them instead. */
    private static final Map<String, String> OWN_FIELDS = Map.of(
            "model", "write taskModel.name",
            "messages", "write template",
            "temperature", "write taskModel.temperature",
            "max_tokens", "write taskModel.maxTokens",
            "max_completion_tokens", "write taskModel.maxTokens and maxTokensParameter: max_completion_tokens",
            "stream", "leave it out, answers are read as a whole; write other fields",
            "n", "leave it out, one answer is read; write other fields");

    private final JsonFields fields;

    private RemoteRequestParser(JsonFields fields) {
        this.fields = fields;
    }

    /** Empty where everything is as usual. */
    static Optional<RemoteRequest> parse(JsonFields fields) {
        RemoteRequest request = new RemoteRequestParser(fields).request();
        return request.equals(RemoteRequest.newBuilder().build()) ? Optional.empty() : Optional.of(request);
    }

    private RemoteRequest request() {
        RemoteRequest usual = RemoteRequest.newBuilder().build();
        String path = fields.text("path", usual.getPath());
        if (!path.matches(PATH)) {
            fields.error("path", "is no path; write such as /chat/completions, and parameters into query");
        }
        String keyHeader = fields.text("keyHeader", AUTHORIZATION);
        checkHeaderName("keyHeader", keyHeader);
        String keyScheme =
                fields.text("keyScheme", keyHeader.equalsIgnoreCase(AUTHORIZATION) ? usual.getKeyScheme() : "");
        if (!keyScheme.matches("[A-Za-z0-9-]{0,32}") || Secrets.looksLikeKey(keyScheme)) {
            fields.error("keyScheme", "is not the word before a key; write Bearer, or \"\" for none");
        }
        RemoteRequest.Builder request = RemoteRequest.newBuilder()
                .setPath(path)
                .setQuery(query())
                .setKeyHeader(keyHeader)
                .setKeyScheme(keyScheme)
                .setHeaders(headers())
                .setBody(body())
                .setMaxTokensParameter(maxTokensParameter());
        readTemperature(request);
        return request.build();
    }

    private Map<String, String> query() {
        Map<String, String> query = entries("query");
        query.forEach((name, value) -> {
            if (Secrets.isCarrier(name) || Secrets.looksLikeKey(value)) {
                fields.error(
                        "query." + name,
                        "may hold a key, which everybody could read; write the name of its variable into apiKeyVariable");
            }
        });
        return query;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = entries("headers");
        headers.forEach((name, value) -> {
            checkHeaderName("headers." + name, name);
            if (!value.matches("[\\x20-\\x7E]*")) {
                fields.error("headers." + name, "holds what a header cannot; write printable ASCII");
            }
            boolean referred = REFERENCE
                    .matcher(value)
                    .results()
                    .allMatch(reference -> reference.group().matches("\\$\\{" + TaskModelParser.KEY_VARIABLE + "}"));
            if (!referred) {
                fields.error(
                        "headers." + name,
                        "names what is no environment variable for keys; write ${NAME} with a name that ends in API_KEY and does not begin with PROMPTSTREAM_");
            }
            boolean refers = REFERENCE.matcher(value).find();
            if (Secrets.looksLikeKey(value) || (Secrets.isCarrier(name) && !refers)) {
                fields.error(
                        "headers." + name,
                        "may hold a key, which everybody could read; write ${NAME} for an environment variable of the task service whose name ends in API_KEY");
            }
        });
        return headers;
    }

    private void checkHeaderName(String field, String name) {
        if (!name.matches(HEADER)) {
            fields.error(field, "is no name of a header; write such as api-key");
        } else if (CLIENTS_HEADERS.contains(name.toLowerCase(Locale.ROOT))) {
            fields.error(field, "is a header that the HTTP client sets; write another or leave it out");
        }
    }

    private Map<String, String> entries(String name) {
        Map<String, String> entries = new TreeMap<>();
        fields.value(name).ifPresent(value -> {
            if (!value.isObject() || value.size() > MOST_ENTRIES) {
                fields.error(
                        name,
                        "is not what it should be; write an object with at most %d texts".formatted(MOST_ENTRIES));
                return;
            }
            value.properties().forEach(entry -> {
                String text = entry.getValue().asText("");
                if ((!entry.getValue().isTextual() && !entry.getValue().isNumber())
                        || text.length() > LONGEST_VALUE
                        || entry.getKey().isBlank()) {
                    fields.error(
                            name + "." + entry.getKey(),
                            "is no short text under a name; write a text of at most %d characters"
                                    .formatted(LONGEST_VALUE));
                } else {
                    entries.put(entry.getKey(), text);
                }
            });
        });
        return entries;
    }

    private String body() {
        Optional<JsonNode> body = fields.value("body");
        if (body.isEmpty()) {
            return "";
        }
        if (!body.get().isObject()) {
            fields.error("body", "is no object; write the fields to add to the request, such as {\"seed\": 1}");
            return "";
        }
        body.get().fieldNames().forEachRemaining(name -> {
            if (OWN_FIELDS.containsKey(name)) {
                fields.error("body." + name, "is set by the task service; " + OWN_FIELDS.get(name));
            }
        });
        checkForKeys("body", body.get());
        String text = body.get().isEmpty() ? "" : body.get().toString();
        if (text.length() > LONGEST_BODY) {
            fields.error("body", "has %d characters; write at most %d".formatted(text.length(), LONGEST_BODY));
        }
        return text;
    }

    private void checkForKeys(String path, JsonNode node) {
        if (node.isTextual() && Secrets.looksLikeKey(node.textValue())) {
            keyAt(path);
        }
        if (node.isArray()) {
            node.forEach(element -> checkForKeys(path, element));
        }
        node.properties().forEach(field -> {
            String at = path + "." + field.getKey();
            if (field.getValue().isTextual() && Secrets.isField(field.getKey())) {
                keyAt(at);
            } else {
                checkForKeys(at, field.getValue());
            }
        });
    }

    private void keyAt(String path) {
        fields.error(
                path,
                "may hold a key, which everybody could read; write it into an environment variable and ${NAME} into a header");
    }

    private void readTemperature(RemoteRequest.Builder request) {
        fields.value("temperature").ifPresent(value -> {
            double number = value.doubleValue();
            if (value.isTextual() && value.textValue().equals("none")) {
                request.setOmitsTemperature(true);
            } else if (value.isNumber() && number >= 0 && number <= HIGHEST_TEMPERATURE) {
                request.setTemperature(number);
            } else {
                fields.error(
                        "temperature",
                        "is %s; write a number from 0 to %s, or none to send no temperature"
                                .formatted(value, HIGHEST_TEMPERATURE));
            }
        });
    }

    private MaxTokensParameter maxTokensParameter() {
        String name = fields.text("maxTokensParameter", "auto");
        for (MaxTokensParameter parameter : MaxTokensParameter.values()) {
            if (parameter != MaxTokensParameter.UNKNOWN && name(parameter).equals(name)) {
                return parameter;
            }
        }
        fields.error(
                "maxTokensParameter",
                "is \"%s\"; write one of auto, max_tokens, max_completion_tokens".formatted(name));
        return MaxTokensParameter.AUTO;
    }

    /** As the endpoint calls it. */
    static String name(MaxTokensParameter parameter) {
        return parameter.name().toLowerCase(Locale.ROOT);
    }
}
