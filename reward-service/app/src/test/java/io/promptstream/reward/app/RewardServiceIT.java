package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.promptstream.event.FailureCode;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Reward;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.reward.Events;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.topic.Topic;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@WithKafka
class RewardServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path stateDir;

    private final KafkaEnvironment kafka;
    private final TopicCatalogue topics;
    private final EventTopics events;

    RewardServiceIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.events = new EventTopics(kafka, "reward");
        this.topics = events.catalogue();
    }

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void rewardsGoodRecordsAndKeepsBadOnes() throws Exception {
        // Given rounds of 4 by 4, with one failed output each, among 1,000 pieces of garbage on every topic
        int rounds = 10;
        List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
        for (int r = 0; r < rounds; r++) {
            UUID round = UUID.randomUUID();
            for (int q = 0; q < 4; q++) {
                String queryId = "query-" + r + "-" + q;
                records.add(events.record(topics.queries(), queryId, Events.query(queryId, q == 0 ? null : "yes")));
                if (q == 0) {
                    records.add(events.record(topics.feedback(), queryId, Events.reference(queryId, null, "yes")));
                }
                for (int p = 0; p < 4; p++) {
                    var provenance = Events.explore(round, 4, 4, p, q);
                    records.add(events.record(topics.promptProposals(), queryId, Events.proposal(queryId, provenance)));
                    records.add(events.record(
                            topics.taskOutputs(),
                            queryId,
                            p == 3 && q == 3
                                    ? Events.failure(queryId, provenance, FailureCode.MODEL_FAILURE)
                                    : Events.output(queryId, provenance, p, 0)));
                }
            }
        }
        List<Topic> inputs = List.of(
                topics.queries(), topics.feedback(), topics.promptProposals(), topics.taskOutputs(), topics.rewards());
        Random random = new Random(1);
        for (Topic topic : inputs) {
            for (int i = 0; i < 1_000; i++) {
                byte[] garbage = new byte[random.nextInt(40)];
                random.nextBytes(garbage);
                records.add(
                        random.nextInt(records.size()), new ProducerRecord<>(topic.name(), "garbage-" + i, garbage));
            }
        }
        kafka.produce(List.of(events.record(topics.tasks(), Events.TASK, Events.task())));

        // When
        try (RunningService service = new RunningService(kafka, topics.prefix(), stateDir, "only").awaitUp()) {
            kafka.produce(records);

            // Then
            List<Reward> rewards = rewards(rounds * 16 + 1_000);
            assertThat(rewards).hasSize(rounds * 16);
            assertThat(rewards).extracting(Reward::getProposalId).doesNotHaveDuplicates();
            assertThat(results(rounds)).hasSize(rounds).allSatisfy(result -> {
                assertThat(result.getClosing()).isEqualTo(RoundClosing.COMPLETE);
                assertThat(result.getReceivedRewards()).isEqualTo(15);
                assertThat(result.getFailedOutputs()).isEqualTo(1);
            });
            for (Topic topic : inputs) {
                List<ConsumerRecord<String, byte[]>> letters =
                        kafka.consume(DeadLetters.topicOf(topic.name()), 1_000, PATIENCE);
                assertThat(letters).hasSize(1_000).allSatisfy(letter -> {
                    assertThat(letter.key()).startsWith("garbage-");
                    assertThat(header(letter, DeadLetters.REASON)).isNotBlank();
                    assertThat(header(letter, DeadLetters.TOPIC)).isEqualTo(topic.name());
                });
            }
            assertStatistics(service, rounds);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> new Scrape(service.get("/prometheus").body(), topics).assertComplete(rounds));
        }
    }

    @Test
    void closesRoundsByTheWallClockAndGivesEveryProposalOneRewardAcrossRestarts() {
        // Given a task with a short window, and a round that stays incomplete
        RewardDefinition reward = RewardDefinition.newBuilder(
                        Events.reward(RewardKind.LABEL_MARGIN, MissingRewardRule.DEFAULT_VALUE))
                .setWindowMillis(4_000)
                .build();
        kafka.produce(List.of(events.record(topics.tasks(), Events.TASK, Events.task(reward))));
        UUID incomplete = UUID.randomUUID();
        UUID complete = UUID.randomUUID();
        kafka.produce(List.of(
                events.record(topics.queries(), "q0", Events.query("q0", "yes")),
                events.record(
                        topics.promptProposals(), "q0", Events.proposal("q0", Events.explore(incomplete, 2, 2, 0, 0))),
                events.record(
                        topics.taskOutputs(), "q0", Events.output("q0", Events.explore(incomplete, 2, 2, 1, 0), 2, 0)),
                events.record(
                        topics.taskOutputs(), "q0", Events.output("q0", Events.explore(complete, 1, 2, 0, 0), 2, 0))));
        try (RunningService service = new RunningService(kafka, topics.prefix(), stateDir, "only").awaitUp()) {
            assertThat(rewards(2)).hasSize(2);
            assertThat(service.get("/health").body()).contains("streams");
        }

        // When the second run sees the same outputs again and one that was missing
        kafka.produce(List.of(
                events.record(
                        topics.taskOutputs(), "q0", Events.output("q0", Events.explore(incomplete, 2, 2, 1, 0), 2, 0)),
                events.record(
                        topics.taskOutputs(), "q0", Events.output("q0", Events.explore(complete, 1, 2, 0, 0), 2, 0)),
                events.record(topics.queries(), "q1", Events.query("q1", "no")),
                events.record(
                        topics.taskOutputs(), "q1", Events.output("q1", Events.explore(complete, 1, 2, 0, 1), 2, 0))));
        List<RoundResult> results;
        try (RunningService service = new RunningService(kafka, topics.prefix(), stateDir, "only").awaitUp()) {
            results = results(2);
            assertThat(service.get("/prometheus").body())
                    .contains("promptstream_outputs_repeated_total{task=\"%s\"} 2.0".formatted(Events.TASK));
        }

        // Then
        assertThat(rewards(3)).hasSize(3);
        assertThat(results).hasSize(2);
        RoundResult closed = result(results, incomplete);
        assertThat(closed.getClosing()).isEqualTo(RoundClosing.DEADLINE);
        assertThat(closed.getPrompts()).hasSize(1);
        assertThat(closed.getPrompts().getFirst().getRewards())
                .extracting(one -> one.getImputed())
                .containsExactly(false, true);
        assertThat(result(results, complete).getReceivedRewards())
                .as("%s", results)
                .isEqualTo(2);
    }

    private void assertStatistics(RunningService service, int rounds) {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode total =
                    json(service.get("/statistics").body()).get("tasks").get(0);
            assertThat(total.get("taskId").asText()).isEqualTo(Events.TASK);
            assertThat(total.get("all").get("count").asInt()).isEqualTo(rounds * 15);
        });
        JsonNode answer =
                json(service.get("/tasks/" + Events.TASK + "/statistics").body());
        long count = 0;
        for (JsonNode window : answer.get("windows")) {
            count += window.get("roles").get("EXPLORE").get("count").asLong();
            assertThat(window.get("from").asText()).endsWith("Z");
        }
        assertThat(count).isEqualTo(rounds * 15L);
        assertThat(service.get("/tasks/nothing/statistics").statusCode()).isEqualTo(404);
        assertThat(service.get("/statistics?from=yesterday").statusCode()).isEqualTo(400);
        assertThat(service.get("/statistics?from=yesterday").body()).contains("\"field\":\"from\"");
    }

    /** The rewards of the topic, once it has that many records, good or bad. */
    private List<Reward> rewards(int records) {
        kafka.consume(topics.rewards().name(), records, PATIENCE);
        return events.events(topics.rewards(), Reward.class);
    }

    private List<RoundResult> results(int count) {
        kafka.consume(topics.roundResults().name(), count, PATIENCE);
        return events.events(topics.roundResults(), RoundResult.class);
    }

    private static RoundResult result(List<RoundResult> results, UUID roundId) {
        return results.stream()
                .filter(result -> result.getRoundId().equals(roundId))
                .findFirst()
                .orElseThrow();
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Not JSON: " + text, e);
        }
    }
}
