package io.promptstream.policy.api;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.promptstream.policy.task.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a request's JSON strictly: a key that stands twice and what follows the value are errors too. */
final class RequestBody {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private RequestBody() {}

    /** The JSON value of a request; missing where the request has no body. */
    static JsonNode parse(@Nullable String body) {
        try {
            JsonNode json = JSON.readTree(body == null ? "" : body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            throw RequestException.invalid(List.of(new FieldError(
                    "",
                    "is not JSON at line %d, column %d: %s; write one JSON value"
                            .formatted(where.getLineNr(), where.getColumnNr(), e.getOriginalMessage()))));
        }
    }
}
