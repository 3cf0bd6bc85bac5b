package io.promptstream.policy.app.propose;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Provenance;
import io.promptstream.event.Role;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.policy.TaskSamples;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.tracing.OpenTelemetryTracing;
import io.promptstream.service.tracing.TraceSpan;
import io.promptstream.service.tracing.Tracing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryTracesTest {
    private static final UUID ROUND = new UUID(1, 2);
    private static final TraceContext APPLICATION =
            new TraceContext("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", null);

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Tracing tracing = new OpenTelemetryTracing(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build());
    private final QueryTraces traces = new QueryTraces(tracing, TopicCatalogue.withDefaults());

    @AfterEach
    void close() {
        tracing.close();
    }

    @Test
    void continuesTheApplicationsTraceOrBeginsOne() {
        // When
        TraceContext continued = requireNonNull(serve("a", APPLICATION));
        TraceContext begun = requireNonNull(serve("b", null));
        traces.committed();

        // Then
        assertThat(continued.traceId()).isEqualTo(APPLICATION.traceId());
        assertThat(begun.traceId()).isNotEqualTo(APPLICATION.traceId());
        SpanData received = span(continued.traceId(), "receive query");
        assertThat(received.getParentSpanId()).isEqualTo(APPLICATION.spanId());
        SpanData proposed = span(continued.traceId(), "propose");
        assertThat(proposed.getParentSpanId()).isEqualTo(received.getSpanId());
        assertThat(proposed.getSpanId()).isEqualTo(continued.spanId());
        assertThat(span(begun.traceId(), "receive query").getParentSpanContext().isValid())
                .isFalse();
    }

    @Test
    void exploresEachQueryOfARoundInItsOwnTrace() {
        // Given queries that came one after the other
        TraceContext first = requireNonNull(serve("a", APPLICATION));
        TraceContext second = requireNonNull(serve("b", null));
        traces.committed();
        spans.reset();

        // When
        Map<String, TraceContext> explored = traces.explored(List.of(
                proposal("a", Role.EXPLORE), proposal("b", Role.EXPLORE),
                proposal("a", Role.EXPLORE), proposal("b", Role.EXPLORE)));
        traces.committed();

        // Then
        assertThat(explored).containsOnlyKeys("a", "b");
        assertThat(requireNonNull(explored.get("a")).traceId()).isEqualTo(first.traceId());
        assertThat(requireNonNull(explored.get("b")).traceId()).isEqualTo(second.traceId());
        assertThat(spans.getFinishedSpanItems())
                .hasSize(2)
                .allSatisfy(span -> assertThat(span.getAttributes().asMap().toString())
                        .contains(
                                "promptstream.proposal.role=explore",
                                "promptstream.proposal.count=2",
                                "promptstream.round.id=" + ROUND));
        assertThat(traces.explored(List.of(proposal("a", Role.EXPLORE)))).isEmpty();
    }

    @Test
    void nothingIsSeenBeforeItIsCommitted() {
        // When
        serve("a", APPLICATION);

        // Then
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void showsThatAQueryBecameADeadLetter() {
        // When
        traces.refused(received("a", APPLICATION));
        traces.committed();

        // Then
        assertThat(span(APPLICATION.traceId(), "receive query").getStatus().getStatusCode())
                .isEqualTo(StatusCode.ERROR);
    }

    @Test
    void handsOnTheApplicationsContextWhereTracingIsOff() {
        // Given
        QueryTraces off = new QueryTraces(Tracing.OFF, TopicCatalogue.withDefaults());

        // When
        TraceSpan traced = off.received(record("a", APPLICATION), TaskSamples.query("opinions", "a"));
        TraceSpan untraced = off.received(record("b", null), TaskSamples.query("opinions", "b"));

        // Then
        assertThat(off.served(proposal("a", Role.SERVE), traced)).isEqualTo(APPLICATION);
        assertThat(off.served(proposal("b", Role.SERVE), untraced)).isNull();
        assertThat(off.explored(List.of(proposal("a", Role.EXPLORE), proposal("b", Role.EXPLORE))))
                .isEqualTo(Map.of("a", APPLICATION));
    }

    private @Nullable TraceContext serve(String queryId, @Nullable TraceContext before) {
        return traces.served(proposal(queryId, Role.SERVE), received(queryId, before));
    }

    private TraceSpan received(String queryId, @Nullable TraceContext before) {
        return traces.received(record(queryId, before), TaskSamples.query("opinions", queryId));
    }

    private static ConsumerRecord<String, byte[]> record(String queryId, @Nullable TraceContext before) {
        ConsumerRecord<String, byte[]> record = new ConsumerRecord<>("queries", 0, 0, queryId, new byte[0]);
        if (before != null) {
            before.writeTo(record.headers());
        }
        return record;
    }

    private static PromptProposal proposal(String queryId, Role role) {
        return PromptProposal.newBuilder()
                .setProposalId("p-" + queryId)
                .setQueryId(queryId)
                .setTaskId("opinions")
                .setInput("text")
                .setProvenance(Provenance.newBuilder()
                        .setTaskRevision(1)
                        .setPolicyVersion(3)
                        .setRoundId(role == Role.EXPLORE ? ROUND : null)
                        .setRoundPrompts(2)
                        .setRoundQueries(2)
                        .setRole(role)
                        .setPrompt(new Prompt("be brief", List.of()))
                        .setLogProbability(0)
                        .setSeed(0)
                        .setTruncation(new SamplerTruncation(0, 0, 0))
                        .setProposedAt(Instant.EPOCH)
                        .build())
                .build();
    }

    private SpanData span(String traceId, String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span ->
                        span.getTraceId().equals(traceId) && span.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
