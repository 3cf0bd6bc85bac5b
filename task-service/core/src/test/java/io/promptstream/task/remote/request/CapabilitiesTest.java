package io.promptstream.task.remote.request;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.MaxTokensParameter;
import io.promptstream.event.RemoteRequest;
import io.promptstream.task.remote.reply.EndpointError;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CapabilitiesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead. | 20 | true  | true
            400 | Unrecognized request argument supplied: max_tokens                                                         | 20 | true  | true
            400 | Unsupported value: 'temperature' does not support 0 with this model. Only the default (1) value is supported. | 20 | false | false
            400 | logprobs are not supported                                                                                  | 0  | true  | false
            403 | You are not allowed to request logprobs from this model.                                                    | 0  | true  | false
            400 | top_logprobs must be less than or equal to 5                                                                | 5  | true  | false
            422 | Extra inputs are not permitted: top_logprobs                                                                | 0  | true  | false
            """)
    void givesUpWhatIsRefused(int status, String message, int alternatives, boolean temperature, boolean completion) {
        assertThat(after(Capabilities.ALL, status, message, RequestSettings.USUAL))
                .contains(new Capabilities(alternatives, temperature, completion));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'max_tokens' or 'max_completion_tokens' is too large. This model's maximum context length is 8 tokens",
                "the field messages is required",
                "max_tokens must be at least 16"
            })
    void keepsWhatIsNotRefused(String message) {
        assertThat(after(Capabilities.ALL, 400, message, RequestSettings.USUAL)).isEmpty();
    }

    @Test
    void neverTriesTheSameAgain() {
        Capabilities none = new Capabilities(0, false, true);
        for (String field : new String[] {"logprobs", "temperature", "max_tokens", "max_completion_tokens"}) {
            assertThat(after(none, 400, field + " is not supported", RequestSettings.USUAL))
                    .isEmpty();
        }
    }

    @Test
    void doesNotGoBehindTheTasksBack() {
        // Given
        RequestSettings insisting = RequestSettings.of(Optional.of(RemoteRequest.newBuilder()
                .setTemperature(0.5)
                .setMaxTokensParameter(MaxTokensParameter.MAX_TOKENS)
                .build()));

        // When / Then
        assertThat(after(Capabilities.ALL, 400, "temperature is not supported", insisting))
                .isEmpty();
        assertThat(after(Capabilities.ALL, 400, "use max_completion_tokens instead", insisting))
                .isEmpty();
    }

    @Test
    void anotherStatusIsAboutSomethingElse() {
        assertThat(after(Capabilities.ALL, 500, "temperature sensor failed", RequestSettings.USUAL))
                .isEmpty();
    }

    @Test
    void addsUpWhatCallsAtTheSameTimeFindOut() {
        assertThat(new Capabilities(0, true, false).and(new Capabilities(20, false, true)))
                .isEqualTo(new Capabilities(0, false, true));
    }

    private static Optional<Capabilities> after(
            Capabilities able, int status, String message, RequestSettings settings) {
        String body = "{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"%s\"}}".formatted(message);
        return able.after(EndpointError.of(status, body), settings, able.alternatives() > 0);
    }
}
