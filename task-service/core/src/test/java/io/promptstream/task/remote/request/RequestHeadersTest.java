package io.promptstream.task.remote.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.promptstream.event.RemoteRequest;
import io.promptstream.event.TaskModelDefinition;
import io.promptstream.task.Events;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHeadersTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("MY_API_KEY", " s3cret\n", "TEAM_API_KEY", "t3am", "PATH", "/bin", "BROKEN_API_KEY", "two words");

    @Test
    void carriesTheKeyAsUsual() throws Exception {
        assertThat(headers("MY_API_KEY", RemoteRequest.newBuilder()).headers())
                .containsExactlyEntriesOf(Map.of("Authorization", "Bearer s3cret"));
        assertThat(headers(null, RemoteRequest.newBuilder()).headers()).isEmpty();
    }

    @Test
    void carriesTheKeyWhereTheTaskSays() throws Exception {
        assertThat(headers(
                                "MY_API_KEY",
                                RemoteRequest.newBuilder()
                                        .setKeyHeader("api-key")
                                        .setKeyScheme(""))
                        .headers())
                .containsExactlyEntriesOf(Map.of("api-key", "s3cret"));
    }

    @Test
    void putsSecretsIntoFurtherHeadersAndTellsNone() throws Exception {
        // When
        RequestHeaders headers = headers(
                "MY_API_KEY",
                RemoteRequest.newBuilder().setHeaders(Map.of("X-Team", "Token ${TEAM_API_KEY}!", "X-Plain", "a b")));

        // Then
        assertThat(headers.headers()).containsEntry("X-Team", "Token t3am!").containsEntry("X-Plain", "a b");
        assertThat(headers.redacted("wrong key s3cret of t3am")).isEqualTo("wrong key [key] of [key]");
        assertThat(headers.toString()).doesNotContain("s3cret", "t3am");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABSENT_API_KEY", "BROKEN_API_KEY", "PATH", "PROMPTSTREAM_API_KEY", ""})
    void sendsOnlyKeysThatAreThere(String variable) {
        assertThatThrownBy(() ->
                        headers(null, RemoteRequest.newBuilder().setHeaders(Map.of("X", "${" + variable + "}"))))
                .isInstanceOf(RequestHeaders.MissingVariableException.class)
                .hasMessageContaining("environment variable " + variable + " holds no key")
                .hasMessageNotContaining("two words");
    }

    private static RequestHeaders headers(@Nullable String keyVariable, RemoteRequest.Builder request)
            throws RequestHeaders.MissingVariableException {
        return RequestHeaders.of(
                RemoteModelDefinition.of(TaskModelDefinition.newBuilder(Events.remote("http://host/v1", keyVariable))
                        .setRequest(request.build())
                        .build()),
                ENVIRONMENT::get);
    }
}
