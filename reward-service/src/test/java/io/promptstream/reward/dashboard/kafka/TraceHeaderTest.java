package io.promptstream.reward.dashboard.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeaderTest {

    @Test
    void readsTheTrace() {
        assertThat(TraceHeader.of(headers("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")))
                .isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00-4bf9-00f0-01", "nothing"})
    void ignoresWhatNamesNone(String value) {
        assertThat(TraceHeader.of(headers(value))).isNull();
        assertThat(TraceHeader.of(new RecordHeaders())).isNull();
    }

    private static RecordHeaders headers(String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", value.getBytes(StandardCharsets.US_ASCII));
        return headers;
    }
}
