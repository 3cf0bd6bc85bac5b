package io.promptstream.policy.app.learn;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.policy.learning.LearningOutcome;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.tracing.OpenTelemetryTracing;
import io.promptstream.service.tracing.TraceSpan;
import io.promptstream.service.tracing.Tracing;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LearningTracesTest {
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Tracing tracing = new OpenTelemetryTracing(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build());
    private final LearningTraces traces = new LearningTraces(tracing, TopicCatalogue.withDefaults());

    @AfterEach
    void close() {
        tracing.close();
    }

    @Test
    void aRoundIsLearnedInTheTraceOfEachOfItsQueries() {
        // Given
        List<TraceContext> closed = contexts(2);

        // When
        traces.ended(begin(closed), new LearningOutcome.Learned(7, 2, false));
        List<TraceContext> snapshot = traces.of("opinions");
        assertThat(spans.getFinishedSpanItems()).isEmpty();
        traces.committed();

        // Then
        List<SpanData> learned = spans.getFinishedSpanItems();
        assertThat(learned)
                .extracting(SpanData::getTraceId)
                .containsExactlyElementsOf(
                        closed.stream().map(TraceContext::traceId).toList());
        assertThat(learned)
                .extracting(SpanData::getParentSpanId)
                .containsExactlyElementsOf(
                        closed.stream().map(TraceContext::spanId).toList());
        assertThat(learned)
                .allSatisfy(span -> assertThat(span.getAttributes().asMap().toString())
                        .contains(
                                "promptstream.learning.outcome=learned",
                                "promptstream.policy.version=7",
                                "promptstream.learning.lag=2"));
        assertThat(snapshot)
                .extracting(TraceContext::spanId)
                .containsExactlyElementsOf(
                        learned.stream().map(SpanData::getSpanId).toList());
        assertThat(traces.of("opinions")).isEmpty();
    }

    @Test
    void showsWhyARoundWasLeftOutOrRefused() {
        // When
        traces.ended(begin(contexts(1)), new LearningOutcome.LeftOut(LearningOutcome.Reason.TOO_OLD));
        traces.refused(begin(contexts(1)));
        traces.committed();

        // Then
        assertThat(spans.getFinishedSpanItems()
                        .getFirst()
                        .getAttributes()
                        .asMap()
                        .toString())
                .contains("promptstream.learning.outcome=too_old");
        assertThat(spans.getFinishedSpanItems().getLast().getStatus().getStatusCode())
                .isEqualTo(StatusCode.ERROR);
    }

    @Test
    void aSnapshotNamesAFewOfManyTraces() {
        // When
        for (int round = 0; round < 10; round++) {
            begin(contexts(10));
        }

        // Then
        assertThat(traces.of("opinions")).hasSize(16);
    }

    @Test
    void aRoundOutsideAnyTraceLeavesNothing() {
        // When
        List<TraceSpan> untraced = begin(List.of());
        traces.committed();

        // Then
        assertThat(untraced).isEmpty();
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    private List<TraceSpan> begin(List<TraceContext> closed) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("round-results", 0, 0, "opinions", new byte[0]);
        TraceContext.writeAll(closed, record.headers());
        return traces.began(record, round());
    }

    private static RoundResult round() {
        return RoundResult.newBuilder()
                .setRoundId(new UUID(1, 2))
                .setTaskId("opinions")
                .setTaskRevision(1)
                .setPolicyVersion(5)
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(List.of())
                .setExpectedRewards(4)
                .setReceivedRewards(4)
                .setFailedOutputs(0)
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH)
                .build();
    }

    private static List<TraceContext> contexts(int count) {
        return IntStream.range(1, count + 1)
                .mapToObj(id -> new TraceContext("00-%032x-%016x-01".formatted(id, id), null))
                .toList();
    }
}
