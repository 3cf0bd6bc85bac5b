package io.promptstream.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.Prompt;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.PromptResult;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.event.SamplerTruncation;
import io.promptstream.schemas.deadletter.DeadLetters;
import io.promptstream.schemas.serde.Decoded;
import io.promptstream.schemas.serde.EventCodec;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

@WithKafka
class PolicyServiceIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String TASK = """
            {"labels": [{"name": "positive", "verbalizer": "great"}, {"name": "negative", "verbalizer": "terrible"}],
             "reward": {"window": "PT20S"},
             "policy": {"promptLength": 2, "promptsPerRound": 4, "queriesPerRound": 2, "roundsInFlight": 3, "maxLag": 4,
                        "candidates": 40, "hiddenSize": 16, "learningRate": 0.01}}""";

    private final KafkaEnvironment kafka;
    private final EventCodec codec;

    PolicyServiceIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
        this.codec = new EventCodec(Map.of("schema.registry.url", kafka.registryUrl()));
    }

    @Test
    void roundsAreProposedAndLearnedWhileGarbageIsKeptApart() {
        TopicCatalogue topics = topics();
        try (RunningService service = RunningService.start(kafka, topics.prefix(), "first")) {
            // Given
            assertThat(service.put("/tasks/opinions", TASK).status()).isEqualTo(200);

            // When
            List<ProducerRecord<String, byte[]>> records = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                String id = "query-" + i;
                records.add(record(topics.queries().name(), id, TaskSamples.query("opinions", id)));
                records.add(
                        new ProducerRecord<>(topics.queries().name(), "k", "rubbish".getBytes(StandardCharsets.UTF_8)));
            }
            records.add(record(topics.queries().name(), "lost", TaskSamples.query("nobody", "lost")));
            records.add(record(topics.queries().name(), "other-key", TaskSamples.query("opinions", "query-x")));
            kafka.produce(records);

            // Then
            List<PromptProposal> proposals = proposals(topics, 30 + 3 * 8);
            assertThat(proposals.stream().filter(proposal -> role(proposal) == Role.SERVE))
                    .hasSize(30);
            assertThat(proposals.stream().filter(proposal -> role(proposal) == Role.EXPLORE))
                    .hasSize(3 * 8);
            List<String> reasons = reasons(topics.deadLetters(topics.queries()).name(), 32);
            assertThat(reasons).hasSize(32).anyMatch(reason -> reason.contains("nobody"));

            // When
            kafka.produce(topics.roundResults().name(), "opinions", new byte[] {1, 2, 3});
            kafka.produce(results(proposals).stream()
                    .map(result -> record(topics.roundResults().name(), "opinions", result))
                    .toList());

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("opinions")).isEqualTo(3));
            var policy = service.get("/tasks/opinions/policy").body();
            assertThat(policy.path("rounds")).hasSize(3);
            assertThat(policy.path("lag").path("max").asLong()).isEqualTo(2);
            assertThat(policy.path("lag").path("leftOut").asLong()).isZero();
            assertThat(policy.path("greedyPrompt").asText()).isNotBlank();
            assertThat(service.get("/prometheus").body().asText())
                    .contains(
                            "promptstream_policy_rounds_learned_total{task=\"opinions\"} 3.0",
                            "promptstream_policy_lag_versions_max{task=\"opinions\"} 2.0");
            assertThat(reasons(topics.deadLetters(topics.roundResults()).name(), 1))
                    .hasSize(1);

            // And rounds go on once those before are learned
            kafka.produce(IntStream.range(0, 2)
                    .mapToObj(i ->
                            record(topics.queries().name(), "later-" + i, TaskSamples.query("opinions", "later-" + i)))
                    .toList());
            List<PromptProposal> more = proposals(topics, 30 + 4 * 8 + 2);
            assertThat(more.getLast().getProvenance().getPolicyVersion()).isEqualTo(3);
        }
    }

    @Test
    void aKilledLearnerIsContinuedBitByBit() {
        // Given
        List<RoundResult> rounds =
                IntStream.range(0, 40).mapToObj(PolicyServiceIT::round).toList();
        TopicCatalogue undisturbed = topics();
        String expected;
        try (RunningService service = RunningService.start(kafka, undisturbed.prefix(), "only")) {
            service.put("/tasks/opinions", TASK.replace("\"candidates\": 40", "\"candidates\": 0"));
            learn(undisturbed, rounds);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("opinions")).isEqualTo(40));
            expected = digest(service);
        }

        // When the first instance is fenced by one of the same name while it learns, as after a kill
        TopicCatalogue disturbed = topics();
        RunningService first = RunningService.start(kafka, disturbed.prefix(), "same");
        first.put("/tasks/opinions", TASK.replace("\"candidates\": 40", "\"candidates\": 0"));
        learn(disturbed, rounds.subList(0, 25));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(first.version("opinions")).isPositive());
        try (RunningService second = RunningService.start(kafka, disturbed.prefix(), "same")) {
            learn(disturbed, rounds.subList(25, 40));
            first.close();

            // Then
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(second.version("opinions")).isEqualTo(40));
            assertThat(digest(second)).isEqualTo(expected);
        }
        List<UUID> learned = snapshots(disturbed).stream()
                .flatMap(snapshot -> snapshot.getLearned().stream())
                .map(round -> round.getRoundId())
                .toList();
        assertThat(learned).doesNotHaveDuplicates().hasSize(40);
    }

    @Test
    void theInterfaceNamesEveryErrorAndKeepsTasks() {
        TopicCatalogue topics = topics();
        try (RunningService service = RunningService.start(kafka, topics.prefix(), "api")) {
            // When
            var wrong =
                    service.put("/tasks/opinions", "{\"labels\": [], \"policy\": {\"topK\": \"many\", \"tokK\": 1}}");
            var noJson = service.put("/tasks/opinions", "{");
            var put = service.put("/tasks/opinions", TASK);
            var again = service.put("/tasks/opinions", TASK);
            var changed = service.put("/tasks/opinions", TASK.replace("0.01", "0.02"));
            var accepted = service.post(
                    "/tasks/opinions/queries",
                    "[{\"text\": \"fine\", \"reference\": \"positive\"}, {\"text\": \"bad\"}]");
            var refused = service.post("/tasks/opinions/queries", "[{\"text\": \"fine\"}, {\"texts\": 1}]");
            var lost = service.post("/tasks/nobody/queries", "{\"text\": \"fine\"}");
            var feedback = service.post(
                    "/feedback", "{\"queryId\": \"q\", \"taskId\": \"opinions\", \"rating\": 1, \"source\": \"test\"}");
            var empty = service.post("/feedback", "{\"queryId\": \"q\", \"taskId\": \"opinions\"}");
            var absurd =
                    service.post("/feedback", "{\"queryId\": \" \", \"taskId\": \"opinions\", \"rating\": -1000001}");
            var twoValues = service.post("/tasks/opinions/queries", "{\"text\": \"fine\"} {\"text\": \"bad\"}");
            var huge = service.post("/tasks/opinions/queries", "{\"text\": \"%s\"}".formatted(noise(4 << 20)));

            // Then
            assertThat(wrong.status()).isEqualTo(400);
            assertThat(wrong.body().path("errors").findValuesAsText("field"))
                    .containsExactlyInAnyOrder("labels", "policy.topK", "policy.tokK");
            assertThat(noJson.status()).isEqualTo(400);
            assertThat(put.body().path("revision").asLong()).isEqualTo(1);
            assertThat(again.body().path("revision").asLong()).isEqualTo(1);
            assertThat(changed.body().path("revision").asLong()).isEqualTo(2);
            assertThat(accepted.status()).isEqualTo(202);
            assertThat(accepted.body().path("accepted")).hasSize(2);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().path("errors").findValuesAsText("field"))
                    .containsExactlyInAnyOrder("[1].text", "[1].text", "[1].texts");
            assertThat(lost.status()).isEqualTo(404);
            assertThat(feedback.status()).isEqualTo(202);
            assertThat(empty.status()).isEqualTo(400);
            assertThat(absurd.status()).isEqualTo(400);
            assertThat(absurd.body().path("errors").findValuesAsText("field"))
                    .containsExactlyInAnyOrder("queryId", "rating");
            assertThat(twoValues.status()).isEqualTo(400);
            assertThat(huge.status()).isEqualTo(413);
            assertThat(huge.body().path("errors").findValuesAsText("field")).containsExactly("text");
            assertThat(service.get("/tasks").body()).hasSize(1);

            // When
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.version("opinions")).isZero());
            assertThat(service.delete("/tasks/opinions").status()).isEqualTo(204);

            // Then
            assertThat(service.get("/tasks/opinions").status()).isEqualTo(404);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(
                                    kafka.consumeAll(topics.policySnapshots().name())
                                            .getLast()
                                            .value())
                            .isNull());
        }
    }

    /** Text that compression hardly shortens. */
    private static String noise(int bytes) {
        byte[] random = new byte[bytes];
        new Random(1).nextBytes(random);
        return Base64.getEncoder().encodeToString(random);
    }

    private TopicCatalogue topics() {
        return new TopicCatalogue(kafka.uniqueName("policy") + ".", 2);
    }

    private void learn(TopicCatalogue topics, List<RoundResult> rounds) {
        kafka.produce(rounds.stream()
                .map(round -> record(topics.roundResults().name(), "opinions", round))
                .toList());
    }

    private static String digest(RunningService service) {
        return service.get("/tasks/opinions/policy").body().path("digest").asText();
    }

    private ProducerRecord<String, byte[]> record(String topic, String key, SpecificRecord event) {
        return new ProducerRecord<>(topic, key, codec.encode(topic, event));
    }

    private List<PromptProposal> proposals(TopicCatalogue topics, int count) {
        return decoded(kafka.consume(topics.promptProposals().name(), count, PATIENCE), PromptProposal.class);
    }

    private List<PolicySnapshot> snapshots(TopicCatalogue topics) {
        return decoded(kafka.consumeAll(topics.policySnapshots().name()), PolicySnapshot.class);
    }

    private <T extends SpecificRecord> List<T> decoded(List<ConsumerRecord<String, byte[]>> records, Class<T> type) {
        return records.stream()
                .map(record -> ((Decoded.Event<T>) codec.decode(record.topic(), record.value(), type)).event())
                .toList();
    }

    private List<String> reasons(String topic, int count) {
        return kafka.consume(topic, count, PATIENCE).stream()
                .map(record -> Objects.requireNonNull(record.headers().lastHeader(DeadLetters.REASON)))
                .map(header -> new String(header.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static Role role(PromptProposal proposal) {
        return proposal.getProvenance().getRole();
    }

    /** Complete results of the proposed rounds; the reward is the prompt's index. */
    private static List<RoundResult> results(List<PromptProposal> proposals) {
        return proposals.stream()
                .filter(proposal -> role(proposal) == Role.EXPLORE)
                .map(proposal -> proposal.getProvenance().getRoundId().orElseThrow())
                .distinct()
                .map(roundId -> result(
                        roundId,
                        0,
                        proposals.stream()
                                .filter(proposal -> proposal.getProvenance()
                                        .getRoundId()
                                        .filter(roundId::equals)
                                        .isPresent())
                                .filter(proposal -> proposal.getProvenance().getQueryIndex() == 0)
                                .map(proposal -> proposal.getProvenance().getPrompt())
                                .toList()))
                .toList();
    }

    /** Prompts of any words: the policy of this task uses the whole vocabulary. */
    private static RoundResult round(int number) {
        List<Prompt> prompts = IntStream.range(0, 4)
                .mapToObj(index -> new Prompt("", List.of(300 + 7 * number + index, 400 + index)))
                .toList();
        return result(new UUID(0, number), Math.max(0, number - 1), prompts);
    }

    private static RoundResult result(UUID roundId, long policyVersion, List<Prompt> prompts) {
        return RoundResult.newBuilder()
                .setRoundId(roundId)
                .setTaskId("opinions")
                .setTaskRevision(1)
                .setPolicyVersion(policyVersion)
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(IntStream.range(0, prompts.size())
                        .mapToObj(index -> PromptResult.newBuilder()
                                .setPrompt(prompts.get(index))
                                .setPromptIndex(index)
                                .setLogProbability(-7)
                                .setTruncation(new SamplerTruncation(0, 0, 40))
                                .setSeed(1)
                                .setRewards(List.of(new QueryReward(0, (double) index, true, false)))
                                .build())
                        .toList())
                .setExpectedRewards(8)
                .setReceivedRewards(8)
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH)
                .build();
    }
}
