package io.promptstream.task.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.promptstream.event.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The JSON of OpenAI's chat completions, as far as compatible endpoints agree on it. */
final class ChatProtocol {
    /** Enough for a label of several tokens, in case its text has to be matched. */
    private static final int LABEL_TOKENS = 8;

    /** The most alternatives that the interface allows. */
    private static final int ALTERNATIVES = 20;

    private static final ObjectMapper JSON = new ObjectMapper();

    private ChatProtocol() {}

    /**
     * The body of a request with temperature 0.
     *
     * @param withChances whether to ask for the alternatives of the first token, for a classification
     */
    static String request(String model, Assignment assignment, String text, boolean withChances) {
        ObjectNode body = JSON.createObjectNode().put("model", model).put("temperature", 0);
        ArrayNode messages = body.putArray("messages");
        switch (assignment) {
            case Assignment.Classification classification -> {
                messages.addObject()
                        .put("role", "system")
                        .put(
                                "content",
                                "Continue the text with exactly one of these words and nothing else: "
                                        + classification.labels().stream()
                                                .map(Label::getVerbalizer)
                                                .collect(Collectors.joining(", ")));
                body.put("max_tokens", LABEL_TOKENS);
                if (withChances) {
                    body.put("logprobs", true).put("top_logprobs", ALTERNATIVES);
                }
            }
            case Assignment.Generation generation -> body.put("max_tokens", generation.maxTokens());
        }
        messages.addObject().put("role", "user").put("content", text);
        return body.toString();
    }

    /** @throws JsonProcessingException if the body is no chat completion */
    static ChatReply reply(String body) throws JsonProcessingException {
        JsonNode root = JSON.readTree(body);
        JsonNode choice = root.path("choices").path(0);
        JsonNode content = choice.path("message").path("content");
        if (!content.isTextual()) {
            throw new NotAChatCompletion("choices[0].message.content is no text");
        }
        List<ChatReply.TokenChance> chances = new ArrayList<>();
        for (JsonNode chance : choice.path("logprobs").path("content").path(0).path("top_logprobs")) {
            chances.add(new ChatReply.TokenChance(
                    chance.path("token").asText(), chance.path("logprob").asDouble(Double.NEGATIVE_INFINITY)));
        }
        JsonNode usage = root.path("usage");
        return new ChatReply(
                content.textValue(),
                chances,
                new TokenUsage(
                        usage.path("prompt_tokens").asInt(0),
                        usage.path("completion_tokens").asInt(0)));
    }

    /** What an error response says, code first; the start of the body where it is not of the usual form. */
    static String error(String body) {
        String message;
        try {
            JsonNode error = JSON.readTree(body).path("error");
            message = error.isTextual()
                    ? error.textValue()
                    : (error.path("code").asText("") + " "
                                    + error.path("message").asText(""))
                            .strip();
        } catch (JsonProcessingException e) {
            message = "";
        }
        String text = message.isEmpty() ? body.strip() : message;
        return text.length() > 300 ? text.substring(0, 300) + "…" : text;
    }

    /** A body that is JSON but no chat completion. */
    private static final class NotAChatCompletion extends JsonProcessingException {
        private static final long serialVersionUID = 1L;

        NotAChatCompletion(String message) {
            super(message);
        }
    }
}
