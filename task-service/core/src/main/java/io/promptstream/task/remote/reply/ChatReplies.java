package io.promptstream.task.remote.reply;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.promptstream.task.model.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what endpoints answer with status 200, which is not always a completion. */
public final class ChatReplies {
    /** Servers in Python write {@code -Infinity} for the logarithm of zero, which is no JSON. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private ChatReplies() {}

    /** What a body turned out to be. */
    public sealed interface Parsed {
        /** What the call cost. */
        TokenUsage tokens();

        /** A completion with text. */
        record Completed(ChatReply reply) implements Parsed {
            @Override
            public TokenUsage tokens() {
                return reply.tokens();
            }
        }

        /** An error in a 200; it costs what it says, otherwise nothing. */
        record Failed(EndpointError error, TokenUsage tokens) implements Parsed {}

        /**
         * Neither an answer nor an error.
         *
         * @param reason what it is instead, with the first part of the endpoint's own text
         */
        record Unusable(String reason, TokenUsage tokens) implements Parsed {}
    }

    /**
     * Reads the body of an answer.
     *
     * @param tokensOfRequest estimate of what the model read, for endpoints that do not say
     * @param allowance the most tokens that the answer was allowed
     */
    public static Parsed parse(String body, int tokensOfRequest, int allowance) {
        TokenUsage estimate = new TokenUsage(tokensOfRequest, 0, true);
        if (body.isBlank()) {
            return new Parsed.Unusable("returned 200 with an empty body", estimate);
        }
        if (body.startsWith("data:") || body.startsWith("event:") || body.startsWith(": ")) {
            return new Parsed.Unusable(
                    "returned a stream of events instead of one chat completion: " + ReplyExcerpt.of(body), estimate);
        }
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return new Parsed.Unusable(
                    "returned 200 with what is no JSON, so no chat completion: " + ReplyExcerpt.of(body), estimate);
        }
        Optional<EndpointError> error = EndpointError.inside(root);
        if (error.isPresent()) {
            return new Parsed.Failed(error.get(), reported(root.path("usage")).orElse(TokenUsage.NONE));
        }
        JsonNode choices = root.path("choices");
        if (!choices.isArray() || choices.isEmpty()) {
            String what = choices.isArray() ? "choices is empty" : "there are no choices";
            return new Parsed.Unusable(
                    "returned no chat completion, %s: %s".formatted(what, ReplyExcerpt.of(body)),
                    reported(root.path("usage")).orElse(estimate));
        }
        return new Completion(root, choices.get(0), tokensOfRequest, allowance).parsed();
    }

    /** Tokens as an endpoint reports them; empty if it does not, or reports none at all. */
    static Optional<TokenUsage> reported(JsonNode usage) {
        int read = number(usage, "prompt_tokens", "input_tokens");
        int written = number(usage, "completion_tokens", "output_tokens");
        int total = number(usage, "total_tokens");
        if (read == 0 && total > written) {
            read = total - written;
        }
        return read + (long) written == 0 ? Optional.empty() : Optional.of(new TokenUsage(read, written));
    }

    private static int number(JsonNode usage, String... names) {
        for (String name : names) {
            double value = usage.path(name).asDouble(0);
            if (value > 0) {
                return (int) Math.min(Math.ceil(value), Integer.MAX_VALUE);
            }
        }
        return 0;
    }

    /** The first choice of a completion. */
    private record Completion(JsonNode root, JsonNode choice, int tokensOfRequest, int allowance) {

        Parsed parsed() {
            JsonNode message = choice.path("message");
            if (!message.isObject()) {
                return unusable("choices[0].message is missing", "");
            }
            MessageText content = MessageText.of(message);
            TokenUsage tokens = tokens(content);
            String finish = choice.path("finish_reason").asText("");
            String text = AnswerText.withoutReasoning(content.answer());
            if (finish.equals("content_filter")) {
                return new Parsed.Unusable(
                        "cut the answer by its content filter (finish_reason content_filter): "
                                + ReplyExcerpt.of(content.answer()),
                        tokens);
            }
            boolean cutOff = finish.equals("length") || finish.equals("max_tokens");
            return text.isBlank()
                    ? new Parsed.Unusable(without(content, message, finish, cutOff), tokens)
                    : new Parsed.Completed(new ChatReply(text, steps(), cutOff, tokens));
        }

        private TokenUsage tokens(MessageText content) {
            return reported(root.path("usage"))
                    .orElseGet(() -> new TokenUsage(
                            tokensOfRequest,
                            TokenEstimate.of(content.answer()) + TokenEstimate.of(content.reasoning()),
                            true));
        }

        private Parsed unusable(String what, String more) {
            return new Parsed.Unusable(
                    "returned no chat completion, %s%s: %s".formatted(what, more, ReplyExcerpt.of(choice.toString())),
                    reported(root.path("usage")).orElse(new TokenUsage(tokensOfRequest, 0, true)));
        }

        private String without(MessageText content, JsonNode message, String finish, boolean cutOff) {
            String reasoning = content.reasoning().isBlank() ? content.answer() : content.reasoning();
            if (!content.refusal().isBlank()) {
                return "refuses to answer (refusal): " + ReplyExcerpt.of(content.refusal());
            }
            if (cutOff) {
                return "wrote no answer within its %d tokens (finish_reason length): raise taskModel.maxTokens%s; it returned %s"
                        .formatted(
                                allowance,
                                reasoning.isBlank() ? "" : ", its reasoning used them up",
                                ReplyExcerpt.of(reasoning.isBlank() ? choice.toString() : reasoning));
            }
            JsonNode call = message.path("tool_calls").path(0).path("function");
            JsonNode function = call.isMissingNode() ? message.path("function_call") : call;
            if (function.isObject()) {
                return "calls the tool %s instead of answering (tool_calls): give it no tools; it returned %s"
                        .formatted(function.path("name").asText(""), ReplyExcerpt.of(message.toString()));
            }
            if (!reasoning.isBlank()) {
                return "returned reasoning and no answer (finish_reason %s): %s"
                        .formatted(finish, ReplyExcerpt.of(reasoning));
            }
            return "returned an empty answer (finish_reason %s): %s"
                    .formatted(finish, ReplyExcerpt.of(choice.toString()));
        }

        private List<ChatReply.Step> steps() {
            List<ChatReply.Step> steps = new ArrayList<>();
            for (JsonNode step : choice.path("logprobs").path("content")) {
                List<ChatReply.TokenChance> alternatives = new ArrayList<>();
                for (JsonNode alternative : step.path("top_logprobs")) {
                    alternatives.add(chance(alternative));
                }
                steps.add(new ChatReply.Step(chance(step), alternatives));
            }
            return steps;
        }

        private static ChatReply.TokenChance chance(JsonNode token) {
            return new ChatReply.TokenChance(
                    token.path("token").asText(""), token.path("logprob").asDouble(Double.NEGATIVE_INFINITY));
        }
    }
}
