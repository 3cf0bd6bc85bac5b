package io.promptstream.task.remote.request;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.Label;
import io.promptstream.event.MaxTokensParameter;
import io.promptstream.task.model.Assignment;
import io.promptstream.task.remote.reply.TokenEstimate;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Requests in the JSON of OpenAI's chat completions, as far as compatible endpoints agree on it. */
final class ChatProtocol {
    /** White space, quotes and marks around a label, and its last token of several. */
    private static final int TOKENS_AROUND_LABEL = 8;

    private static final Pattern LONE_SURROGATE =
            Pattern.compile("[\\uD800-\\uDBFF](?![\\uDC00-\\uDFFF])|(?<![\\uD800-\\uDBFF])[\\uDC00-\\uDFFF]");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ChatProtocol() {}

    /**
     * The body of a request.
     *
     * @param able what the model is known to accept
     */
    static String request(RemoteModelDefinition definition, Assignment assignment, String text, Capabilities able) {
        RequestSettings settings = definition.request();
        ObjectNode body = JSON.createObjectNode().put("model", definition.name());
        if (!settings.omitsTemperature()) {
            settings.temperature().ifPresentOrElse(value -> body.put("temperature", value), () -> {
                if (able.temperature()) {
                    body.put("temperature", 0);
                }
            });
        }
        ArrayNode messages = body.putArray("messages");
        if (assignment instanceof Assignment.Classification classification) {
            messages.addObject().put("role", "system").put("content", instruction(classification.labels()));
        }
        messages.addObject().put("role", "user").put("content", text);
        body.put(limit(settings, able), allowance(definition, assignment));
        if (asksForAlternatives(settings, assignment, able)) {
            body.put("logprobs", true).put("top_logprobs", able.alternatives());
        }
        settings.fields().properties().forEach(field -> body.set(field.getKey(), field.getValue()));
        // A lone surrogate has no UTF-8; what would be sent for it differs between encoders.
        return LONE_SURROGATE.matcher(body.toString()).replaceAll("\uFFFD");
    }

    /** The most tokens that the answer may have, its reasoning included. */
    static int allowance(RemoteModelDefinition definition, Assignment assignment) {
        return switch (assignment) {
            case Assignment.Generation generation -> generation.maxTokens();
            case Assignment.Classification classification ->
                Math.max(definition.maxTokens(), tokensForLabel(classification.labels()));
        };
    }

    /** Estimate of what the model reads. */
    static int tokensOfRequest(Assignment assignment, String text) {
        return TokenEstimate.of(text)
                + switch (assignment) {
                    case Assignment.Generation generation -> 0;
                    case Assignment.Classification classification ->
                        TokenEstimate.of(instruction(classification.labels()));
                };
    }

    /** Whether the request asks for the alternatives of each token. */
    static boolean asksForAlternatives(RequestSettings settings, Assignment assignment, Capabilities able) {
        return assignment instanceof Assignment.Classification
                && able.alternatives() > 0
                && !settings.fields().has("logprobs");
    }

    private static String instruction(List<Label> labels) {
        return "Continue the text with exactly one of these words and nothing else: "
                + labels.stream().map(Label::getVerbalizer).collect(Collectors.joining(", "));
    }

    private static String limit(RequestSettings settings, Capabilities able) {
        boolean completion = settings.maxTokensParameter() == MaxTokensParameter.MAX_COMPLETION_TOKENS
                || (settings.maxTokensParameter() != MaxTokensParameter.MAX_TOKENS && able.completionTokens());
        return completion ? "max_completion_tokens" : "max_tokens";
    }

    private static int tokensForLabel(List<Label> labels) {
        int longest = labels.stream()
                .mapToInt(label -> label.getVerbalizer().getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
        return TOKENS_AROUND_LABEL + longest / 2;
    }
}
