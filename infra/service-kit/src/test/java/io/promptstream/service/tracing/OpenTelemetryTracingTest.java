package io.promptstream.service.tracing;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.promptstream.schemas.trace.TraceContext;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenTelemetryTracingTest {
    private static final TraceContext FROM_AN_APPLICATION =
            new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "vendor=1");
    private static final TraceContext UNSAMPLED =
            new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00", null);

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetryTracing tracing = tracing(1);

    @AfterEach
    void close() {
        tracing.close();
    }

    @Test
    void continuesTheTraceOfAnApplication() {
        // When
        TraceSpan received = tracing.begin(TraceStep.RECEIVE_QUERY, "queries", FROM_AN_APPLICATION);
        TraceSpan proposed = tracing.begin(TraceStep.PROPOSE, "prompt-proposals", received.context());
        proposed.attribute(TraceAttribute.QUERY, "q").end();
        received.end();

        // Then
        SpanData first = span("receive query");
        assertThat(first.getTraceId()).isEqualTo(FROM_AN_APPLICATION.traceId());
        assertThat(first.getParentSpanId()).isEqualTo(FROM_AN_APPLICATION.spanId());
        assertThat(first.getKind()).isEqualTo(SpanKind.CONSUMER);
        SpanData second = span("propose");
        assertThat(second.getTraceId()).isEqualTo(first.getTraceId());
        assertThat(second.getParentSpanId()).isEqualTo(first.getSpanId());
        assertThat(second.getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(second.getAttributes().asMap().toString())
                .contains("messaging.destination.name=prompt-proposals", "promptstream.query.id=q");
        assertThat(requireNonNull(proposed.context()).tracestate()).isEqualTo("vendor=1");
    }

    @Test
    void beginsATraceOnlyWhereAQueryComesIn() {
        // When
        TraceSpan received = tracing.begin(TraceStep.RECEIVE_QUERY, "queries", null);
        TraceSpan answered = tracing.begin(TraceStep.ANSWER, "prompt-proposals", null);
        received.end();
        answered.end();

        // Then
        assertThat(spans.getFinishedSpanItems()).singleElement().satisfies(span -> {
            assertThat(span.getName()).isEqualTo("receive query");
            assertThat(span.getParentSpanContext().isValid()).isFalse();
        });
        assertThat(received.context()).isNotNull();
        assertThat(answered.context()).isNull();
    }

    @Test
    void recordsSinceWhenAndWhatElseAStepHasToDoWithAndThatItFailed() {
        // When
        tracing.begin(TraceStep.SCORE, "task-outputs", FROM_AN_APPLICATION, Instant.ofEpochMilli(1_000))
                .link(UNSAMPLED)
                .failed("timeout")
                .end();

        // Then
        SpanData span = span("score");
        assertThat(span.getStartEpochNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(1));
        assertThat(span.getLinks())
                .singleElement()
                .satisfies(link -> assertThat(link.getSpanContext().getSpanId()).isEqualTo(UNSAMPLED.spanId()));
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    }

    @Test
    void whatIsNotSampledIsHandedOnAsNotSampled() {
        try (OpenTelemetryTracing none = tracing(0)) {
            // When
            TraceSpan own = none.begin(TraceStep.RECEIVE_QUERY, "queries", null);
            TraceSpan theirs = tracing.begin(TraceStep.RECEIVE_QUERY, "queries", UNSAMPLED);
            TraceSpan sampled = none.begin(TraceStep.RECEIVE_QUERY, "queries", FROM_AN_APPLICATION);
            own.end();
            theirs.end();

            // Then
            assertThat(own.recording()).isFalse();
            assertThat(requireNonNull(own.context()).sampled()).isFalse();
            assertThat(theirs.recording()).isFalse();
            assertThat(requireNonNull(theirs.context()).traceId()).isEqualTo(UNSAMPLED.traceId());
            assertThat(sampled.recording()).isTrue();
            assertThat(spans.getFinishedSpanItems()).isEmpty();
        }
    }

    @Test
    void handsOnWhatCameWhereItIsOff() {
        // When
        TraceSpan untraced = Tracing.OFF.begin(TraceStep.RECEIVE_QUERY, "queries", null);
        TraceSpan traced = Tracing.OFF.begin(TraceStep.RECEIVE_QUERY, "queries", FROM_AN_APPLICATION);

        // Then
        assertThat(untraced.context()).isNull();
        assertThat(untraced).isSameAs(Tracing.OFF.begin(TraceStep.SCORE, "task-outputs", null));
        assertThat(traced.context()).isEqualTo(FROM_AN_APPLICATION);
        assertThat(traced.recording()).isFalse();
    }

    private SpanData span(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private OpenTelemetryTracing tracing(double ratio) {
        return new OpenTelemetryTracing(SdkTracerProvider.builder()
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .addSpanProcessor(SimpleSpanProcessor.create(spans))
                .build());
    }
}
