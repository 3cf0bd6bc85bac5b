package io.promptstream.task.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.promptstream.event.Label;
import io.promptstream.task.model.ChatReply.TokenChance;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatProtocolTest {

    @Test
    void asksForOneOfTheVerbalizersAndTheAlternatives() {
        // When
        String request = ChatProtocol.request(
                "m",
                new Assignment.Classification(List.of(new Label("A", "good"), new Label("B", "bad"))),
                "x \"y\"",
                true);

        // Then
        assertThat(request)
                .isEqualTo("{\"model\":\"m\",\"temperature\":0,\"messages\":[{\"role\":\"system\",\"content\":"
                        + "\"Continue the text with exactly one of these words and nothing else: good, bad\"},"
                        + "{\"role\":\"user\",\"content\":\"x \\\"y\\\"\"}],\"max_tokens\":8,\"logprobs\":true,"
                        + "\"top_logprobs\":20}");
    }

    @Test
    void readsTextAlternativesAndUsage() throws JsonProcessingException {
        // When
        ChatReply reply = ChatProtocol.reply("""
                {"choices":[{"message":{"content":"good"},"logprobs":{"content":[
                  {"top_logprobs":[{"token":"good","logprob":-0.25},{"token":"bad","logprob":-2.5}]}]}}],
                 "usage":{"prompt_tokens":12,"completion_tokens":1}}
                """);

        // Then
        assertThat(reply)
                .isEqualTo(new ChatReply(
                        "good",
                        List.of(new TokenChance("good", -0.25), new TokenChance("bad", -2.5)),
                        new TokenUsage(12, 1)));
    }

    @Test
    void refusesOtherJson() {
        assertThatThrownBy(() -> ChatProtocol.reply("{\"object\":\"list\"}"))
                .isInstanceOf(JsonProcessingException.class)
                .hasMessageContaining("choices[0].message.content");
    }

    @Test
    void readsErrorsOfAnyForm() {
        assertThat(ChatProtocol.error("{\"error\":{\"code\":\"c\",\"message\":\"m\"}}"))
                .isEqualTo("c m");
        assertThat(ChatProtocol.error("{\"error\":\"plain\"}")).isEqualTo("plain");
        assertThat(ChatProtocol.error(" <html>gateway</html>")).isEqualTo("<html>gateway</html>");
    }
}
