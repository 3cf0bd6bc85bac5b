package io.promptstream.task.remote.reply;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/**
 * The texts of a message, whose content may be a text, null, or a list of parts, which may hold lists of parts in turn.
 *
 * @param answer all parts that are text, joined
 * @param reasoning what is marked as thinking
 * @param refusal why the model does not answer
 */
record MessageText(String answer, String reasoning, String refusal) {
    private static final Set<String> THINKING =
            Set.of("thinking", "redacted_thinking", "reasoning", "thought", "reasoning_content");

    static MessageText of(JsonNode message) {
        Texts texts = new Texts();
        texts.add(message.path("content"));
        for (String name : new String[] {"reasoning_content", "reasoning", "thinking"}) {
            addWords(message.path(name), texts.reasoning);
        }
        addWords(message.path("refusal"), texts.refusal);
        return new MessageText(texts.answer.toString(), texts.reasoning.toString(), texts.refusal.toString());
    }

    private static final class Texts {
        private final StringBuilder answer = new StringBuilder();
        private final StringBuilder reasoning = new StringBuilder();
        private final StringBuilder refusal = new StringBuilder();

        void add(JsonNode content) {
            if (content.isTextual()) {
                answer.append(content.textValue());
            } else if (content.isArray()) {
                content.forEach(this::add);
            } else if (content.isObject()) {
                addPart(content, content.path("type").asText(""));
            }
        }

        private void addPart(JsonNode part, String type) {
            if (THINKING.contains(type)) {
                addWords(part, reasoning);
            } else if (type.equals("refusal")) {
                addWords(part.path("refusal"), refusal);
            } else {
                add(part.path("text"));
                add(part.path("value"));
                add(part.path("content"));
            }
        }
    }

    /** Every text in the node but the names of types. */
    private static void addWords(JsonNode node, StringBuilder words) {
        if (node.isTextual()) {
            words.append(node.textValue());
        } else if (node.isArray()) {
            node.forEach(element -> addWords(element, words));
        } else {
            node.properties().forEach(field -> {
                if (!field.getKey().equals("type")) {
                    addWords(field.getValue(), words);
                }
            });
        }
    }
}
