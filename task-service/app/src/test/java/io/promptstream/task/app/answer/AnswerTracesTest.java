package io.promptstream.task.app.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.promptstream.event.Failure;
import io.promptstream.event.FailureCode;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.tracing.OpenTelemetryTracing;
import io.promptstream.service.tracing.TraceSpan;
import io.promptstream.service.tracing.Tracing;
import io.promptstream.task.Events;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AnswerTracesTest {
    private static final TraceContext PROPOSED =
            new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null);

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Tracing tracing = new OpenTelemetryTracing(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build());
    private final AnswerTraces traces = new AnswerTraces(tracing, "prompt-proposals");

    @AfterEach
    void close() {
        tracing.close();
    }

    @Test
    void anOutputContinuesTheTraceOfItsProposal() {
        // Given
        TraceSpan untraced = traces.begin(record(null));
        TraceSpan traced = traces.begin(record(PROPOSED));

        // When
        traces.describe(untraced, output("a", null), 2);
        traces.describe(traced, output("b", null), 2);
        assertThat(spans.getFinishedSpanItems()).isEmpty();
        untraced.end();
        traced.end();

        // Then
        assertThat(untraced.context()).isNull();
        SpanData answer = only();
        assertThat(answer.getName()).isEqualTo("answer");
        assertThat(answer.getTraceId()).isEqualTo(PROPOSED.traceId());
        assertThat(answer.getParentSpanId()).isEqualTo(PROPOSED.spanId());
        assertThat(traced.context())
                .isNotNull()
                .extracting(TraceContext::spanId)
                .isEqualTo(answer.getSpanId());
        assertThat(answer.getAttributes().asMap().toString())
                .contains(
                        "promptstream.proposal.id=b",
                        "promptstream.model.batch_size=2",
                        "promptstream.model.seconds=0.25",
                        "gen_ai.response.model=bundled@1",
                        "gen_ai.usage.input_tokens=9",
                        "gen_ai.usage.output_tokens=3");
    }

    @Test
    void showsThatAProposalFailed() {
        // Given
        TraceSpan span = traces.begin(record(PROPOSED));

        // When
        traces.describe(span, output("a", new Failure(FailureCode.MODEL_FAILURE, "what the model said")), 1);
        span.end();

        // Then
        assertThat(only().getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(only().getAttributes().asMap().toString()).contains("error.type=model_failure");
        assertThat(only().toString()).doesNotContain("what the model said");
    }

    @Test
    void handsOnWhatCameWhereTracingIsOff() {
        // Given
        AnswerTraces off = new AnswerTraces(Tracing.OFF, "prompt-proposals");

        // Then
        assertThat(off.begin(record(PROPOSED)).context()).isEqualTo(PROPOSED);
        assertThat(off.begin(record(null)).context()).isNull();
    }

    private SpanData only() {
        assertThat(spans.getFinishedSpanItems()).hasSize(1);
        return spans.getFinishedSpanItems().getFirst();
    }

    private static ConsumerRecord<String, byte[]> record(@Nullable TraceContext trace) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("prompt-proposals", 0, 0, "q", new byte[0]);
        if (trace != null) {
            trace.writeTo(record.headers());
        }
        return record;
    }

    private static TaskOutput output(String proposalId, @Nullable Failure failure) {
        PromptProposal proposal = Events.proposal(proposalId, "weather", "monday", "sun");
        return new TaskOutput(
                proposalId,
                proposal.getQueryId(),
                proposal.getTaskId(),
                proposal.getProvenance(),
                "bundled@1",
                List.of(),
                null,
                9,
                3,
                false,
                250_000L,
                failure,
                Events.NOW,
                List.of());
    }
}
