package io.promptstream.task.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.task.Events;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteModelDefinitionTest {

    @ParameterizedTest
    @ValueSource(strings = {"https://api.example.org/v1", "https://api.example.org/v1/"})
    void appendsThePathOfChatCompletions(String url) {
        assertThat(RemoteModelDefinition.of(Events.remote(url, "SOME_API_KEY")).chatCompletions())
                .isEqualTo(URI.create("https://api.example.org/v1/chat/completions"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "api.example.org",
                "ftp://example.org",
                "https://user:pass@example.org",
                "https://example.org?key=1"
            })
    void refusesUrlsThatAreNoPlaceOrHoldSecrets(String url) {
        assertThatThrownBy(() -> RemoteModelDefinition.of(Events.remote(url, null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("taskModel.url")
                .hasMessageNotContaining("pass");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PATH", "AWS_SECRET_ACCESS_KEY"})
    void sendsOnlyVariablesThatAreApiKeys(String variable) {
        assertThatThrownBy(
                        () -> new RemoteModelDefinition("m", URI.create("https://example.org"), Optional.of(variable)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("API_KEY");
    }
}
