package io.promptstream.task.remote.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An error that an endpoint reports, by its status or inside the body of a 200.
 *
 * @param status the response's, or the one that the body of a 200 names; 200 where it names none
 * @param code the error's code, type and parameter, as far as it has them
 * @param text its words
 */
public record EndpointError(int status, String code, String text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What an error means for the call. */
    public enum Kind {
        /** All callers are to wait. */
        RATE_LIMIT,
        /** It may pass; this call is repeated. */
        PASSING,
        /** Money or quota are used up. */
        QUOTA,
        INPUT_TOO_LONG,
        /** The key is missing or refused. */
        KEY,
        /** There is no such place or model. */
        NOT_FOUND,
        /** The request is refused as it is. */
        REQUEST
    }

    /** What the response with this status other than 2xx says. */
    public static EndpointError of(int status, String body) {
        try {
            JsonNode root = first(JSON.readTree(body));
            return reported(root)
                    .map(error -> new EndpointError(status, code(root, error), words(root, error)))
                    .filter(error -> !error.text.isBlank())
                    .orElseGet(() -> new EndpointError(status, "", ReplyExcerpt.of(body)));
        } catch (JsonProcessingException e) {
            return new EndpointError(status, "", ReplyExcerpt.of(body));
        }
    }

    /** The error that the body of a 200 holds in place of an answer. */
    static Optional<EndpointError> inside(JsonNode body) {
        JsonNode root = first(body);
        return reported(root).map(error -> {
            String words = words(root, error);
            return new EndpointError(
                    status(root, error), code(root, error), words.isBlank() ? ReplyExcerpt.of(root.toString()) : words);
        });
    }

    /** Some endpoints wrap an error in a list. */
    static JsonNode first(JsonNode body) {
        return body.isArray() && !body.isEmpty() ? body.get(0) : body;
    }

    private static Optional<JsonNode> reported(JsonNode root) {
        JsonNode ofChoice = root.path("choices").path(0).path("error");
        for (JsonNode error :
                List.of(root.path("error"), ofChoice, root.path("errors").path(0))) {
            if (error.isTextual() ? !error.textValue().isBlank() : error.isObject() && !error.isEmpty()) {
                return Optional.of(error);
            }
        }
        boolean isError = root.path("object").asText("").equals("error")
                || (!root.has("choices") && (root.hasNonNull("detail") || root.hasNonNull("message")));
        return isError ? Optional.of(root) : Optional.empty();
    }

    private static int status(JsonNode root, JsonNode error) {
        return Stream.of(
                        error.path("code"),
                        error.path("status"),
                        error.path("status_code"),
                        root.path("code"),
                        root.path("status"))
                .map(value -> value.asText("").strip())
                .filter(value -> value.matches("[345]\\d\\d"))
                .map(Integer::parseInt)
                .findFirst()
                .orElse(200);
    }

    private static String code(JsonNode root, JsonNode error) {
        return String.join(
                " ",
                Stream.of(
                                error.path("code"),
                                error.path("type"),
                                error.path("status"),
                                error.path("param"),
                                root.path("type"))
                        .map(value -> value.asText("").strip())
                        .filter(value -> !value.isEmpty() && !value.equals("null"))
                        .distinct()
                        .toList());
    }

    private static String words(JsonNode root, JsonNode error) {
        if (error.isTextual()) {
            return ReplyExcerpt.of(error.textValue());
        }
        String code = error.path("code").asText("");
        JsonNode message = Stream.of(
                        error.path("message"), error.path("detail"), error.path("msg"), root.path("message"))
                .filter(value -> !value.isMissingNode() && !value.isNull())
                .findFirst()
                .orElse(root.path("detail"));
        String said = message.isTextual() ? message.textValue() : message.isMissingNode() ? "" : message.toString();
        String words = ((code.equals("null") ? "" : code) + " " + said).strip();
        return words.isEmpty() ? "" : ReplyExcerpt.of(words);
    }

    public Kind kind() {
        String all = (code + " " + text).toLowerCase(Locale.ROOT);
        if (status == 402
                || has(
                        all,
                        "insufficient_quota",
                        "exceeded your current quota",
                        "billing_hard_limit",
                        "insufficient balance",
                        "insufficient credits")) {
            return Kind.QUOTA;
        }
        if (status == 401
                || status == 403
                || has(all, "invalid_api_key", "authentication_error", "permission_denied")) {
            return Kind.KEY;
        }
        if (status == 429
                || (status < 500
                        && has(
                                all,
                                "rate_limit",
                                "rate limit",
                                "ratelimit",
                                "too many requests",
                                "too_many_requests"))) {
            return Kind.RATE_LIMIT;
        }
        if (status == 413 || (status < 500 && isTooLong(all))) {
            return Kind.INPUT_TOO_LONG;
        }
        if (status == 408 || status == 425 || status >= 500 || (status == 200 && maySoonPass(all))) {
            return Kind.PASSING;
        }
        return status == 404 || status == 410 || (status >= 300 && status < 400) ? Kind.NOT_FOUND : Kind.REQUEST;
    }

    private static boolean isTooLong(String all) {
        return has(
                all,
                "context_length",
                "context length",
                "context window",
                "maximum context",
                "prompt is too long",
                "input is too long",
                "string_above_max_length");
    }

    private static boolean maySoonPass(String all) {
        return has(
                all,
                "overloaded",
                "server_error",
                "internal_error",
                "internal error",
                "internal server",
                "unavailable",
                "timeout",
                "timed out",
                "temporarily",
                "at capacity",
                "bad gateway",
                "try again",
                "retry");
    }

    private static boolean has(String text, String... parts) {
        return Stream.of(parts).anyMatch(text::contains);
    }
}
