package io.promptstream.policy.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.promptstream.policy.task.FieldError;
import java.util.ArrayList;
import java.util.List;

/** Reads a request's JSON strictly: a key that stands twice and what follows the value are errors too. */
final class RequestBody {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private RequestBody() {}

    static JsonNode parse(String body) {
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            throw RequestException.invalid(List.of(new FieldError(
                    "",
                    "is not JSON at line %d, column %d: %s; write one JSON value"
                            .formatted(where.getLineNr(), where.getColumnNr(), e.getOriginalMessage()))));
        }
    }

    /** The elements of a list, or the one value that is none. */
    static List<JsonNode> oneOrMany(JsonNode json) {
        if (!json.isArray()) {
            return List.of(json);
        }
        List<JsonNode> elements = new ArrayList<>();
        json.forEach(elements::add);
        return elements;
    }
}
