package io.promptstream.task.remote.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.event.Label;
import io.promptstream.event.MaxTokensParameter;
import io.promptstream.event.RemoteRequest;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.task.Events;
import io.promptstream.task.model.Assignment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatProtocolTest {
    private static final Assignment CLASSIFY =
            new Assignment.Classification(List.of(new Label("A", "good"), new Label("B", "bad")));
    private static final Assignment WRITE = new Assignment.Generation(50);

    @Test
    void asksForOneOfTheVerbalizersAndTheAlternatives() {
        // When
        String request = ChatProtocol.request(
                definition(RemoteRequest.newBuilder().build()), CLASSIFY, "x \"y\"", Capabilities.ALL);

        // Then
        assertThat(request)
                .isEqualTo("{\"model\":\"some-model\",\"temperature\":0,\"messages\":[{\"role\":\"system\",\"content\":"
                        + "\"Continue the text with exactly one of these words and nothing else: good, bad\"},"
                        + "{\"role\":\"user\",\"content\":\"x \\\"y\\\"\"}],\"max_tokens\":10,\"logprobs\":true,"
                        + "\"top_logprobs\":20}");
    }

    @Test
    void leavesOutWhatTheModelWasFoundToRefuse() throws JsonProcessingException {
        // When
        JsonNode request = request(RemoteRequest.newBuilder().build(), CLASSIFY, new Capabilities(0, false, true));

        // Then
        assertThat(request.has("temperature")).isFalse();
        assertThat(request.has("logprobs")).isFalse();
        assertThat(request.has("top_logprobs")).isFalse();
        assertThat(request.has("max_tokens")).isFalse();
        assertThat(request.path("max_completion_tokens").asInt()).isEqualTo(10);
    }

    @Test
    void followsTheTask() throws JsonProcessingException {
        // Given
        RemoteRequest settings = RemoteRequest.newBuilder()
                .setTemperature(0.7)
                .setMaxTokensParameter(MaxTokensParameter.MAX_COMPLETION_TOKENS)
                .setBody("{\"reasoning_effort\":\"low\",\"logprobs\":false}")
                .build();

        // When
        JsonNode request = request(settings, CLASSIFY, new Capabilities(20, false, false));

        // Then
        assertThat(request.path("temperature").asDouble()).isEqualTo(0.7);
        assertThat(request.path("max_completion_tokens").asInt()).isEqualTo(10);
        assertThat(request.path("reasoning_effort").asText()).isEqualTo("low");
        assertThat(request.path("logprobs").booleanValue()).isFalse();
        assertThat(request.has("top_logprobs")).isFalse();
        assertThat(request(RemoteRequest.newBuilder().setOmitsTemperature(true).build(), WRITE, Capabilities.ALL)
                        .has("temperature"))
                .isFalse();
        assertThat(request(
                                RemoteRequest.newBuilder()
                                        .setMaxTokensParameter(MaxTokensParameter.MAX_TOKENS)
                                        .build(),
                                WRITE,
                                new Capabilities(20, true, true))
                        .path("max_tokens")
                        .asInt())
                .isEqualTo(50);
    }

    @Test
    void leavesRoomForTheLongestLabelAndForReasoning() {
        // Given
        Assignment wordy = new Assignment.Classification(
                List.of(new Label("A", "declined_card_payment_or_transfer"), new Label("B", "bad")));
        TaskModelDefinition generous = TaskModelDefinition.newBuilder(Events.remote("http://host/v1", null))
                .setMaxTokens(2000)
                .build();

        // When / Then
        assertThat(ChatProtocol.allowance(definition(RemoteRequest.newBuilder().build()), wordy))
                .isEqualTo(24);
        assertThat(ChatProtocol.allowance(RemoteModelDefinition.of(generous), wordy))
                .isEqualTo(2000);
        assertThat(ChatProtocol.allowance(RemoteModelDefinition.of(generous), WRITE))
                .isEqualTo(50);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0000\u0001\u001f\u007f\u0085",
                "line\nbreak\ttab \"quote\" back\\slash",
                "zero\u200bwidth \u2028 \ufeff",
                "pair \ud83d\ude00"
            })
    void carriesAnyText(String text) throws JsonProcessingException {
        assertThat(sent(text)).isEqualTo(text);
    }

    @Test
    void replacesHalvesOfCharacters() throws JsonProcessingException {
        assertThat(sent("a\ud83d b \ude00c \ud83d")).isEqualTo("a\ufffd b \ufffdc \ufffd");
        assertThat(sent("\ud83d\ude00\ude00")).isEqualTo("\ud83d\ude00\ufffd");
    }

    private static String sent(String text) throws JsonProcessingException {
        String request =
                ChatProtocol.request(definition(RemoteRequest.newBuilder().build()), WRITE, text, Capabilities.ALL);
        byte[] bytes = request.getBytes(StandardCharsets.UTF_8);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(request);
        return new ObjectMapper()
                .readTree(request)
                .path("messages")
                .path(0)
                .path("content")
                .asText();
    }

    private static JsonNode request(RemoteRequest settings, Assignment assignment, Capabilities able)
            throws JsonProcessingException {
        return new ObjectMapper().readTree(ChatProtocol.request(definition(settings), assignment, "x", able));
    }

    private static RemoteModelDefinition definition(RemoteRequest settings) {
        return RemoteModelDefinition.of(TaskModelDefinition.newBuilder(Events.remote("http://host/v1", null))
                .setRequest(settings)
                .build());
    }
}
