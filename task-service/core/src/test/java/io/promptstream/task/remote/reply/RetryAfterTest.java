package io.promptstream.task.remote.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
    private static final Instant NOW = Instant.parse("2026-05-04T10:15:30Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7                                | PT7S
            0                                | PT0S
            1.5                              | PT1.5S
            9999999999                       | PT9999999999S
            Mon, 4 May 2026 10:16:00 GMT     | PT30S
            Mon, 04 May 2026 10:16:00 GMT    | PT30S
            Mon, 4 May 2026 10:00:00 GMT     | PT0S
            2026-05-04T10:16:00Z             | PT30S
            20s                              | PT20S
            """)
    void readsSecondsAndDates(String value, Duration asked) {
        assertThat(RetryAfter.asked(headers("Retry-After", value), NOW)).contains(asked);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "", "99999999999999999999", "1e400", "NaN"})
    void passesOverNonsense(String value) {
        assertThat(RetryAfter.asked(headers("Retry-After", value), NOW)).isEmpty();
    }

    @Test
    void milliseconds() {
        assertThat(RetryAfter.asked(headers("retry-after-ms", "1250", "Retry-After", "2"), NOW))
                .contains(Duration.ofMillis(1250));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1s                | PT1S
            6m0s              | PT6M
            2m59.56s          | PT2M59.56S
            120ms             | PT0.12S
            1h2m3s            | PT1H2M3S
            12                | PT12S
            1777889750        | PT20S
            1777889750000     | PT20S
            2026-05-04T10:15:50Z | PT20S
            """)
    void readsWhenLimitsAreNew(String value, Duration wait) {
        assertThat(RetryAfter.reset(headers("x-ratelimit-reset-requests", value), NOW))
                .contains(wait);
    }

    @Test
    void ofSeveralLimitsTheOneThatIsUsedUpCounts() {
        assertThat(RetryAfter.reset(
                        headers(
                                "x-ratelimit-reset-requests", "9s",
                                "x-ratelimit-remaining-requests", "12",
                                "x-ratelimit-reset-tokens", "40s",
                                "x-ratelimit-remaining-tokens", "0"),
                        NOW))
                .contains(Duration.ofSeconds(40));
        assertThat(RetryAfter.reset(
                        headers("x-ratelimit-reset-requests", "9s", "x-ratelimit-reset-tokens", "40s"), NOW))
                .contains(Duration.ofSeconds(9));
        assertThat(RetryAfter.reset(headers("x-other", "1"), NOW)).isEmpty();
    }

    private static HttpHeaders headers(String... namesAndValues) {
        Map<String, List<String>> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
        }
        return HttpHeaders.of(map, (name, value) -> true);
    }
}
