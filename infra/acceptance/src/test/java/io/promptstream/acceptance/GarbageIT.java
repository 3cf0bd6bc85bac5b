package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.PromptProposal;
import io.promptstream.event.Reward;
import io.promptstream.event.TaskOutput;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.trace.TraceContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageIT {

    private static final String REPLAY = "rescored";
    private static final int PER_TOPIC = 1_000;
    private static final int FIRST_QUERIES = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void garbageOnEveryTopicEndsAsDeadLettersAndHoldsNothingUp() {
        try (var collector = SpanCollector.start();
                var system = RunningSystem.startSmall(directory.resolve("run"), collector.environment());
                var topics = new Topics(system.kafka());
                var codec = system.kafka().codec();
                var producer = system.kafka().producer()) {
            // Given a system in which every topic holds something
            var catalogue = system.kafka().topics();
            system.ask(0, FIRST_QUERIES);
            var samples = new SampleEvents(system, topics).await(REPLAY);

            // When garbage is mixed with good records on every topic
            var garbage = new LinkedHashMap<Topic, List<byte[]>>();
            var kinds = new Garbage(codec);
            samples.forEach((topic, good) -> garbage.put(topic, kinds.of(topic, good, PER_TOPIC)));
            for (int number = 0; number < PER_TOPIC; number++) {
                for (var values : garbage.entrySet()) {
                    send(
                            producer,
                            values.getKey(),
                            "garbage-" + number,
                            values.getValue().get(number));
                }
                if (number % 5 == 0) {
                    sendQueries(system, codec, producer, FIRST_QUERIES + number / 5, 1);
                }
            }
            producer.flush();
            int sent = FIRST_QUERIES + PER_TOPIC / 5;

            // Then the good ones are processed
            await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                var proposals = topics.events(catalogue.promptProposals(), PromptProposal.class);
                assertThat(proposals.stream().map(PromptProposal::getQueryId).filter(id -> id.startsWith("query-")))
                        .contains("query-" + (sent - 1));
                assertThat(new HashSet<>(proposals.stream()
                                .map(PromptProposal::getQueryId)
                                .toList()))
                        .hasSize(sent);
                var ids = proposals.stream().map(PromptProposal::getProposalId).toList();
                assertThat(topics.events(catalogue.taskOutputs(), TaskOutput.class).stream()
                                .map(TaskOutput::getProposalId))
                        .containsExactlyInAnyOrderElementsOf(ids);
                assertThat(topics.events(catalogue.rewards(), Reward.class).stream()
                                .map(Reward::getProposalId))
                        .containsExactlyInAnyOrderElementsOf(ids);
            });

            var replay = system.awaitReplay(REPLAY);
            assertThat(replay.path("status").asText()).as(replay.toString()).isEqualTo("done");
            assertThat(replay.path("roundsLearned").asLong())
                    .as(replay.toString())
                    .isPositive();
            var lineage = replay.path("lineage");
            assertThat(lineage.at("/reward/correctScale").asDouble()).isEqualTo(100);
            assertThat(lineage.path("topic").asText())
                    .isNotEqualTo(catalogue.roundResults().name());
            assertThat(Instant.parse(lineage.path("scoredTo").asText())).isBefore(Instant.now());

            // And the bad ones are dead letters with a reason, but for those that only the page would read
            garbage.remove(catalogue.scoringNotes());
            garbage.forEach((topic, values) -> await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(
                            () -> assertDeadLetters(topic, values, topics.records(catalogue.deadLetters(topic)))));

            // And each query is one trace, garbage or not
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> assertTraces(collector.traces(), sent));
        }
    }

    private static void assertTraces(Map<String, List<RecordedSpan>> spans, int queries) {
        assertThat(spans).hasSize(queries);
        var traces = spans.values().stream().map(QueryTrace::new).toList();
        assertThat(traces).allSatisfy(QueryTrace::assertIsOfOneQuery);
        // Those that came over HTTP begin with that; the others continue the trace of the application that sent them
        assertThat(traces.stream().filter(QueryTrace::reachesLearning))
                .anySatisfy(trace -> assertThat(trace.wayTo("learn"))
                        .containsExactly(
                                "policy-service: ask",
                                "policy-service: receive query",
                                "policy-service: propose",
                                "task-service: answer",
                                "reward-service: score",
                                "reward-service: close round",
                                "policy-service: learn"));
        for (int number = FIRST_QUERIES; number < queries; number++) {
            assertThat(new QueryTrace(spans.getOrDefault(application(number).traceId(), List.of())).wayTo("score"))
                    .containsExactly(
                            "policy-service: receive query",
                            "policy-service: propose",
                            "task-service: answer",
                            "reward-service: score");
        }
    }

    /** Where an application stands that sends the query of this number. */
    private static TraceContext application(int number) {
        return new TraceContext("00-%032x-00f067aa0ba902b7-01".formatted(number), null);
    }

    private static void assertDeadLetters(
            Topic topic, List<byte[]> garbage, List<ConsumerRecord<String, byte[]>> letters) {
        assertThat(hex(letters.stream().map(ConsumerRecord::value).toList()))
                .as("values in the dead letters of %s", topic.name())
                .isEqualTo(hex(garbage));
        assertThat(letters).allSatisfy(letter -> {
            assertThat(header(letter, DeadLetters.REASON)).isNotBlank();
            assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo(topic.name());
        });
    }

    private static void sendQueries(
            RunningSystem system, EventCodec codec, KafkaProducer<String, byte[]> producer, int first, int count) {
        var topic = system.kafka().topics().queries();
        for (int number = first; number < first + count; number++) {
            var query = system.query(number);
            var record = new ProducerRecord<>(topic.name(), query.getQueryId(), codec.encode(topic.name(), query));
            application(number).writeTo(record.headers());
            send(producer, record);
        }
    }

    private static void send(KafkaProducer<String, byte[]> producer, Topic topic, String key, byte[] value) {
        send(producer, new ProducerRecord<>(topic.name(), key, value));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what is lost is missed later
    private static void send(KafkaProducer<String, byte[]> producer, ProducerRecord<String, byte[]> record) {
        producer.send(record);
    }

    private static Set<String> hex(List<byte[]> values) {
        return values.stream().map(HexFormat.of()::formatHex).collect(Collectors.toSet());
    }

    private static String header(ConsumerRecord<String, byte[]> letter, String name) {
        var header = letter.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
