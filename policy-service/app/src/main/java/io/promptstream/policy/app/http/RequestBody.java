package io.promptstream.policy.app.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.promptstream.policy.task.FieldError;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a request's JSON strictly: a key that stands twice and what follows the value are errors too. */
public final class RequestBody {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    /** What Jackson tells its programmers. */
    private static final Pattern JACKSON_HINT = Pattern.compile("(?:, from|: enable) `[^`]*`(?: to allow)?");

    private RequestBody() {}

    /** The JSON value of a request; missing where the request has no body. A byte order mark is skipped. */
    public static JsonNode parse(@Nullable String body) {
        try {
            JsonNode json = JSON.readTree(withoutMark(body == null ? "" : body));
            return json == null ? MissingNode.getInstance() : json;
        } catch (JsonProcessingException e) {
            throw refused(place(e.getLocation()), e.getOriginalMessage());
        }
    }

    private static String withoutMark(String body) {
        return !body.isEmpty() && body.charAt(0) == BYTE_ORDER_MARK ? body.substring(1) : body;
    }

    private static RequestException refused(String place, @Nullable String reason) {
        String told = JACKSON_HINT.matcher(String.valueOf(reason)).replaceAll("");
        return RequestException.invalid(
                List.of(new FieldError("", "is not JSON%s: %s; write one JSON value".formatted(place, told))));
    }

    /** A value that is nested too deeply, or a name that is too long, has no place. */
    private static String place(@Nullable JsonLocation location) {
        return location == null ? "" : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }
}
