package io.promptstream.task.remote.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.RemoteRequest;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.task.Events;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteModelDefinitionTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"https://api.example.org/v1", "https://api.example.org/v1/", " https://api.example.org/v1 "})
    void appendsThePathOfChatCompletions(String url) {
        assertThat(RemoteModelDefinition.of(Events.remote(url, "SOME_API_KEY")).chatCompletions())
                .isEqualTo(URI.create("https://api.example.org/v1/chat/completions"));
    }

    @Test
    void appendsWhatTheTaskSays() {
        // Given
        TaskModelDefinition azure = with(RemoteRequest.newBuilder()
                .setPath("/deployments/x/chat/completions")
                .setQuery(Map.of("api-version", "2024-10-21", "a b", "ü&c")));

        // When / Then
        assertThat(RemoteModelDefinition.of(azure).chatCompletions())
                .isEqualTo(URI.create(
                        "https://host/v1/deployments/x/chat/completions?a%20b=%C3%BC%26c&api-version=2024-10-21"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.example.org",
                "ftp://example.org",
                "https://",
                "https:///v1",
                "https://two words/v1",
                "https://host:99999/v1",
                "https://host:0/v1",
                "https://under_score/v1",
                "https://user:pass@example.org",
                "https://example.org?key=1",
                "https://example.org#x",
                "https://host/{model}",
                ""
            })
    void refusesUrlsThatAreNoPlaceOrHoldSecrets(String url) {
        assertThatThrownBy(() -> RemoteModelDefinition.of(Events.remote(url, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("taskModel.url ")
                .hasMessageNotContaining("pass");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATH", "AWS_SECRET_ACCESS_KEY", "PROMPTSTREAM_API_KEY"})
    void sendsOnlyVariablesThatAreApiKeys(String variable) {
        assertThatThrownBy(() -> RemoteModelDefinition.of(Events.remote("https://example.org", variable)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("API_KEY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "{", "{\"model\":\"x\"}", "{\"stream\":true}", "{\"max_tokens\":1}"})
    void refusesBodiesThatCannotBeAdded(String body) {
        assertThatThrownBy(() ->
                        RemoteModelDefinition.of(with(RemoteRequest.newBuilder().setBody(body))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("taskModel.body ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Host", "content-length", "X Y", "", "Ü"})
    void refusesHeadersThatCannotBeSent(String name) {
        assertThatThrownBy(() ->
                        RemoteModelDefinition.of(with(RemoteRequest.newBuilder().setHeaders(Map.of(name, "x")))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("taskModel.headers ");
    }

    private static TaskModelDefinition with(RemoteRequest.Builder request) {
        return TaskModelDefinition.newBuilder(Events.remote("https://host/v1", null))
                .setRequest(request.build())
                .build();
    }
}
