package io.promptstream.policy.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class RequestBodyTest {
    @Test
    void skipsAByteOrderMark() {
        assertThat(RequestBody.parse("\uFEFF{\"text\": \"a\"}").path("text").asText())
                .isEqualTo("a");
    }

    @Test
    void refusesWhatIsNestedTooDeeplyOrNamedTooLongWithoutAPlace() {
        assertRefused("[".repeat(100_000), "is not JSON", "nesting depth");
        assertRefused(("{\"" + "n".repeat(60_000) + "\": 1}"), "is not JSON", "50000");
        assertRefused(("[" + "1".repeat(2_000) + "]"), "is not JSON", "1000");
    }

    @Test
    void leavesOutHowAProgrammerWouldAllowIt() {
        assertThatThrownBy(() -> RequestBody.parse("{\"rating\": NaN}"))
                .isInstanceOf(RequestException.class)
                .hasMessageContaining("Non-standard token 'NaN'; write one JSON value")
                .hasMessageNotContaining("enable");
    }

    private static void assertRefused(String body, String... words) {
        assertThatThrownBy(() -> RequestBody.parse(body))
                .isInstanceOf(RequestException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("StreamReadConstraints");
    }
}
