package io.promptstream.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.Query;
import io.promptstream.event.Reward;
import io.promptstream.event.Role;
import io.promptstream.event.Task;
import io.promptstream.event.TaskCheck;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.testsupport.Extremes;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class ExtremesIT {

    private static final Logger LOG = LoggerFactory.getLogger(ExtremesIT.class);
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Extremes EXTREMES = new Extremes(
            List.of(
                    "",
                    "x".repeat(70_000),
                    "é".repeat(600_000),
                    "\u0000\u0007\u001b[2J\r\n\t",
                    "\u200b\u2060\ufeff\u202e",
                    "\ud800"),
            /* copies= */ 2);
    private static final int FIRST_QUERIES = 100;
    private static final int EXTREMES_PER_QUERY = 5;

    @TempDir
    Path directory;

    @Test
    void aRecordWithAnExtremeValueInAnyFieldNeverStopsItsNeighbours() {
        try (var system = RunningSystem.startSmall(directory.resolve("run"), Map.of());
                var topics = new Topics(system.kafka());
                var codec = system.kafka().codec();
                var producer = producer(system)) {
            // Given a system in which every topic holds something
            system.ask(0, FIRST_QUERIES);
            var samples = new SampleEvents(system, topics).await("rescored");

            // When each field of each event has each extreme value, in records among good queries
            int number = 0;
            int sent = FIRST_QUERIES;
            for (var sample : samples.entrySet()) {
                var topic = sample.getKey();
                for (var extreme : EXTREMES.of(elsewhere(system, sample.getValue()))) {
                    var event = distinct(extreme, number++);
                    send(producer, topic, key(topic, event), codec.encode(topic.name(), event));
                    if (event instanceof Task task) {
                        var query = query(task.getTaskId(), "of-extreme-task-" + number);
                        send(
                                producer,
                                system.kafka().topics().queries(),
                                query.getQueryId(),
                                codec.encode(system.kafka().topics().queries().name(), query));
                    }
                    if (number % EXTREMES_PER_QUERY == 0) {
                        system.ask(sent++, 1);
                    }
                }
                LOG.info("{} extremes sent, the last of {}", number, topic.name());
            }
            producer.flush();
            int good = sent;

            // Then every good query is rewarded, and everything still works
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofSeconds(2))
                    .untilAsserted(() -> assertThat(
                                    served(topics.events(system.kafka().topics().rewards(), Reward.class)))
                            .containsAll(ids(system, good)));
            assertThat(system.processes().ended()).isEmpty();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(new Health(system.processes()).complaints())
                            .isEmpty());
        }
    }

    private static List<String> ids(RunningSystem system, int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> system.query(number).getQueryId())
                .toList();
    }

    /** Queries of which the served answer has a reward that is none for a failure. */
    private static Set<String> served(List<Reward> rewards) {
        return rewards.stream()
                .filter(reward -> reward.getProvenance().getRole() == Role.SERVE
                        && reward.getFailure().isEmpty()
                        && reward.getValue().isPresent())
                .map(Reward::getQueryId)
                .collect(Collectors.toSet());
    }

    /** The same event of another task: what it does to that task is its own affair. */
    private static SpecificRecord elsewhere(RunningSystem system, SpecificRecord event) {
        return EventTexts.mapped(event, text -> text.equals(system.task().getTaskId()) ? "extremes" : text);
    }

    /** With ids that no other event has, but for the field that is extreme: as a repetition it would be dropped. */
    private static SpecificRecord distinct(Extremes.Extreme<SpecificRecord> extreme, int number) {
        var event = extreme.event();
        for (var field : event.getSchema().getFields()) {
            boolean id = field.name().endsWith("Id")
                    && (event instanceof Task || !field.name().equals("taskId"))
                    && event.get(field.pos()) instanceof String;
            if (id && !extreme.field().equals(field.name())) {
                event.put(field.pos(), "extreme-" + number);
            }
        }
        return event;
    }

    private static String key(Topic topic, SpecificRecord event) {
        return switch (topic.key()) {
            case QUERY_ID -> text(event, "queryId");
            case TASK_ID -> text(event instanceof TaskCheck check ? check.getTask() : event, "taskId");
            case CANDIDATE -> text(event, "taskId") + "/" + text(event, "name");
        };
    }

    private static String text(SpecificRecord event, String field) {
        return String.valueOf(event.get(event.getSchema().getField(field).pos()));
    }

    private static Query query(String taskId, String queryId) {
        return Query.newBuilder()
                .setQueryId(queryId)
                .setTaskId(taskId)
                .setText("What is the weather like")
                .setAskedAt(Instant.now())
                .build();
    }

    /** Sends what others' producers may send: large records that compress well. */
    private static KafkaProducer<String, byte[]> producer(RunningSystem system) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        system.kafka().bootstrapServers(),
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "zstd",
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        16 << 20,
                        ProducerConfig.BATCH_SIZE_CONFIG,
                        0),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    @SuppressWarnings("FutureReturnValueIgnored") // what a broker refuses is no neighbour
    private static void send(KafkaProducer<String, byte[]> producer, Topic topic, String key, byte[] value) {
        producer.send(new ProducerRecord<>(topic.name(), key, value));
    }
}
