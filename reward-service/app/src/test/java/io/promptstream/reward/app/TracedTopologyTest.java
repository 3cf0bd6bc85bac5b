package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.promptstream.event.Feedback;
import io.promptstream.event.TaskOutput;
import io.promptstream.reward.Events;
import io.promptstream.schemas.trace.TraceContext;
import io.promptstream.service.tracing.OpenTelemetryTracing;
import io.promptstream.service.tracing.Tracing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracedTopologyTest {
    private static final UUID ROUND = new UUID(1, 2);
    private static final TraceContext FIRST = trace(1, "01");
    private static final TraceContext SECOND = trace(2, "01");
    private static final TraceContext UNSAMPLED = trace(3, "00");

    @TempDir
    Path stateDir;

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Tracing tracing = new OpenTelemetryTracing(SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build());
    private @Nullable TopologyHarness running;

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
        tracing.close();
    }

    @Test
    void aRewardContinuesTheTraceOfItsOutput() {
        // Given
        TopologyHarness harness = start(tracing);
        harness.ask(Events.query("q", "yes"));

        // When
        answer(harness, Events.output("q", 3, 0), FIRST);
        answer(harness, Events.output("q", Events.explore(ROUND, 2, 2, 0, 0), 3, 0), null);

        // Then
        SpanData score = only("score");
        assertFollows(score, FIRST);
        List<Headers> rewards = rewards(harness);
        assertThat(TraceContext.of(rewards.getFirst())).satisfies(context -> {
            assertThat(context).isNotNull();
            assertThat(context.traceId()).isEqualTo(FIRST.traceId());
            assertThat(context.spanId()).isEqualTo(score.getSpanId());
        });
        assertThat(rewards.getLast().toArray()).isEmpty();
    }

    @Test
    void anOutputThatWaitsForItsReferenceKeepsItsTrace() {
        // Given
        TopologyHarness harness = start(tracing);
        answer(harness, Events.output("q", 3, 0), FIRST);
        harness.pass(Duration.ofSeconds(3));

        // When
        giveFeedback(harness, Events.reference("q", null, "yes"), SECOND);

        // Then the span is as long as the wait and names what ended it
        SpanData score = only("score");
        assertFollows(score, FIRST);
        assertThat(score.getStartEpochNanos()).isEqualTo(Events.TIME.toEpochMilli() * 1_000_000);
        assertThat(score.getLinks())
                .extracting(link -> link.getSpanContext().getTraceId())
                .containsExactly(SECOND.traceId());
        assertThat(rewards(harness))
                .hasSize(1)
                .allSatisfy(headers -> assertThat(TraceContext.of(headers)).isNotNull());
    }

    @Test
    void aRoundIsClosedInTheTraceOfEachOfItsQueries() {
        // Given a round of two prompts and three queries, of which two are recorded
        TopologyHarness harness = start(tracing);
        for (int q = 0; q < 3; q++) {
            harness.ask(Events.query("q" + q, "yes"));
        }

        // When
        for (int p = 0; p < 2; p++) {
            answer(harness, Events.output("q0", Events.explore(ROUND, 2, 3, p, 0), 3, 0), FIRST);
            answer(harness, Events.output("q1", Events.explore(ROUND, 2, 3, p, 1), 3, 0), UNSAMPLED);
            answer(harness, Events.output("q2", Events.explore(ROUND, 2, 3, p, 2), 3, 0), SECOND);
        }

        // Then
        List<SpanData> closed = named("close round");
        assertThat(closed).extracting(SpanData::getTraceId).containsExactly(FIRST.traceId(), SECOND.traceId());
        assertThat(closed.getFirst().getParentSpanId())
                .isEqualTo(named("score").stream()
                        .filter(score -> score.getTraceId().equals(FIRST.traceId()))
                        .toList()
                        .getLast()
                        .getSpanId());
        assertThat(closed.getFirst().getLinks())
                .extracting(LinkData::getSpanContext)
                .extracting(other -> other.getTraceId())
                .containsExactly(SECOND.traceId());
        assertThat(results(harness))
                .singleElement()
                .satisfies(headers -> assertThat(TraceContext.all(headers))
                        .extracting(TraceContext::spanId)
                        .containsExactly(
                                closed.getFirst().getSpanId(), closed.getLast().getSpanId()));
    }

    @Test
    void handsOnWhatCameWhereTracingIsOff() {
        // Given
        TopologyHarness harness = start(Tracing.OFF);
        harness.ask(Events.query("q0", "yes"));
        harness.ask(Events.query("q1", "yes"));

        // When
        answer(harness, Events.output("q0", Events.explore(ROUND, 1, 2, 0, 0), 3, 0), FIRST);
        answer(harness, Events.output("q1", Events.explore(ROUND, 1, 2, 0, 1), 3, 0), null);

        // Then
        List<Headers> rewards = rewards(harness);
        assertThat(TraceContext.of(rewards.getFirst())).isEqualTo(FIRST);
        assertThat(rewards.getLast().toArray()).isEmpty();
        assertThat(results(harness))
                .singleElement()
                .satisfies(headers -> assertThat(TraceContext.all(headers)).containsExactly(FIRST));
        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    private TopologyHarness start(Tracing recorder) {
        TopologyHarness harness = TopologyHarness.traced(stateDir, recorder, Events.task());
        running = harness;
        return harness;
    }

    private static void answer(TopologyHarness harness, TaskOutput output, @Nullable TraceContext trace) {
        pipe(
                harness,
                TopologyHarness.TOPICS.outputs(),
                AvroFramed.SERDES.outputs(),
                output.getQueryId(),
                output,
                trace);
    }

    private static void giveFeedback(TopologyHarness harness, Feedback feedback, TraceContext trace) {
        pipe(
                harness,
                TopologyHarness.TOPICS.feedback(),
                AvroFramed.SERDES.feedback(),
                feedback.getQueryId(),
                feedback,
                trace);
    }

    private static <T> void pipe(
            TopologyHarness harness, String topic, Serde<T> serde, String key, T event, @Nullable TraceContext trace) {
        RecordHeaders headers = new RecordHeaders();
        if (trace != null) {
            trace.writeTo(headers);
        }
        harness.driver()
                .createInputTopic(topic, new StringSerializer(), serde.serializer())
                .pipeInput(new TestRecord<>(key, event, headers));
    }

    private static List<Headers> rewards(TopologyHarness harness) {
        return headers(harness, TopologyHarness.TOPICS.rewards(), AvroFramed.SERDES.rewards());
    }

    private static List<Headers> results(TopologyHarness harness) {
        return headers(harness, TopologyHarness.TOPICS.roundResults(), AvroFramed.SERDES.roundResults());
    }

    private static <T> List<Headers> headers(TopologyHarness harness, String topic, Serde<T> serde) {
        return harness
                .driver()
                .createOutputTopic(topic, new StringDeserializer(), serde.deserializer())
                .readRecordsToList()
                .stream()
                .map(TestRecord::headers)
                .toList();
    }

    private static void assertFollows(SpanData span, TraceContext before) {
        assertThat(span.getTraceId()).isEqualTo(before.traceId());
        assertThat(span.getParentSpanId()).isEqualTo(before.spanId());
    }

    private SpanData only(String name) {
        assertThat(named(name)).hasSize(1);
        return named(name).getFirst();
    }

    private List<SpanData> named(String name) {
        return spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private static TraceContext trace(int id, String flags) {
        return new TraceContext("00-%032x-00f067aa0ba902b7-%s".formatted(id, flags), null);
    }
}
