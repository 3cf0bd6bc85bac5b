package io.promptstream.schemas.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + SPAN + "-01";

    @Test
    void isReadFromHeadersAsItWasWritten() {
        // Given
        TraceContext context = new TraceContext(TRACEPARENT, "vendor=1,other=2");
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", new byte[] {1});

        // When
        context.writeTo(headers);

        // Then
        assertThat(TraceContext.of(headers)).isEqualTo(context);
        assertThat(headers.toArray()).hasSize(2);
        assertThat(context.traceId()).isEqualTo(TRACE);
        assertThat(context.spanId()).isEqualTo(SPAN);
        assertThat(context.sampled()).isTrue();
    }

    @Test
    void saysThatATraceIsNotSampled() {
        assertThat(new TraceContext("00-" + TRACE + "-" + SPAN + "-00", null).sampled())
                .isFalse();
    }

    @Test
    void severalShareARecord() {
        // Given
        TraceContext one = new TraceContext(TRACEPARENT, "vendor=1");
        TraceContext other = new TraceContext(TRACEPARENT.replace(SPAN, "00f067aa0ba902b8"), null);
        RecordHeaders headers = new RecordHeaders();

        // When
        TraceContext.writeAll(List.of(one, other), headers);

        // Then
        assertThat(TraceContext.all(headers)).containsExactly(new TraceContext(TRACEPARENT, null), other);
        assertThat(TraceContext.all(new RecordHeaders())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rubbish",
                "01-" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01"
            })
    void passesOverWhatIsNoContext(String text) {
        // Given
        RecordHeaders headers = new RecordHeaders();
        headers.add("traceparent", text.getBytes(StandardCharsets.UTF_8));

        // Then
        assertThat(TraceContext.of(headers)).isNull();
        assertThat(TraceContext.all(headers)).isEmpty();
        assertThatThrownBy(() -> new TraceContext(text, null)).hasMessageContaining("write 00, 32 digits");
    }

    @Test
    void passesOverATracestateThatIsTooLong() {
        assertThat(TraceContext.parse(TRACEPARENT, "x".repeat(513))).isEqualTo(new TraceContext(TRACEPARENT, null));
        assertThatThrownBy(() -> new TraceContext(TRACEPARENT, "x".repeat(513))).hasMessageContaining("513 characters");
    }
}
