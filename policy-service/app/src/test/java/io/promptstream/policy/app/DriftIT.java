package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.promptstream.event.LearnedRound;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.PromptResult;
import io.promptstream.event.Provenance;
import io.promptstream.event.QueryReward;
import io.promptstream.event.Role;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.policy.TaskSamples;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The labels of a stream swap while the service runs; the test plays those who answer and reward. */
@WithKafka
class DriftIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String TASK = TaskSamples.JSON
            .replace("\"roundsInFlight\": 3", "\"roundsInFlight\": 8, \"driftRunLength\": 20000")
            .replace("\"maxLag\": 4", "\"maxLag\": 100");
    private static final int QUERIES_AT_ONCE = 16;
    /** More than the test watches before it judges. */
    private static final int BEFORE = 80;

    private final KafkaEnvironment kafka;
    private final Set<UUID> answered = new HashSet<>();
    private int asked;

    DriftIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void thePolicyBeginsAgainWhereTheLabelsSwap() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "first")) {
            // Given
            assertThat(service.put("/tasks/opinions", TASK).status()).isEqualTo(200);
            streamUntilVersion(BEFORE, topics, service, /* swapped= */ false);
            assertThat(drifts(service)).isZero();
            long evidence = policy(service).path("champion").path("queries").asLong();

            // When
            await().atMost(PATIENCE).untilAsserted(() -> {
                stream(topics, /* swapped= */ true);
                assertThat(drifts(service)).isEqualTo(1);
            });

            // Then the policy knows nothing of before, and goes on
            List<LearnedRound> noticed = topics.history().stream()
                    .flatMap(step -> step.getLearned().stream())
                    .filter(LearnedRound::getDrift)
                    .toList();
            assertThat(noticed)
                    .singleElement()
                    .satisfies(round ->
                            assertThat(round.getVersion().orElseThrow()).isGreaterThan(BEFORE));
            long since = noticed.getFirst().getVersion().orElseThrow();
            JsonNode policy = policy(service);
            assertThat(policy.path("champion").path("queries").asLong())
                    .isLessThanOrEqualTo(2 * (policy.path("version").asLong() - since + 1))
                    .isLessThan(evidence);
            streamUntilVersion(since + 10, topics, service, /* swapped= */ true);
            assertThat(policy(service).path("champion").path("meanReward").asDouble())
                    .isNegative();
        }
    }

    private void streamUntilVersion(long version, ServiceTopics topics, RunningService service, boolean swapped) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            stream(topics, swapped);
            assertThat(service.version("opinions")).isGreaterThanOrEqualTo(version);
        });
    }

    /** Asks some queries, and rewards the rounds that were proposed since the last time. */
    private void stream(ServiceTopics topics, boolean swapped) {
        topics.ask(
                "opinions",
                IntStream.range(asked, asked + QUERIES_AT_ONCE)
                        .mapToObj(number -> "query-" + number)
                        .toList());
        asked += QUERIES_AT_ONCE;
        Map<UUID, List<PromptProposal>> rounds = topics.proposals().stream()
                .filter(proposal -> proposal.getProvenance().getRole() == Role.EXPLORE)
                .collect(Collectors.groupingBy(
                        proposal -> proposal.getProvenance().getRoundId().orElseThrow()));
        rounds.keySet().removeIf(round -> !answered.add(round));
        topics.learn(rounds.values().stream()
                .map(proposals -> rewarded(proposals, swapped))
                .toList());
    }

    private static RoundResult rewarded(List<PromptProposal> proposals, boolean swapped) {
        Map<Integer, PromptResult.Builder> prompts = new TreeMap<>();
        for (PromptProposal proposal : proposals) {
            Provenance provenance = proposal.getProvenance();
            PromptResult.Builder prompt = prompts.computeIfAbsent(
                    provenance.getPromptIndex(),
                    index -> PromptResult.newBuilder()
                            .setPrompt(provenance.getPrompt())
                            .setPromptIndex(index)
                            .setOrigin(provenance.getOrigin())
                            .setLogProbability(provenance.getLogProbability())
                            .setTruncation(provenance.getTruncation())
                            .setSeed(provenance.getSeed())
                            .setRewards(new ArrayList<>()));
            double reward = reward(proposal);
            prompt.getRewards()
                    .add(new QueryReward(provenance.getQueryIndex(), swapped ? -reward : reward, !swapped, false));
        }
        Provenance first = proposals.getFirst().getProvenance();
        return RoundResult.newBuilder()
                .setRoundId(first.getRoundId().orElseThrow())
                .setTaskId("opinions")
                .setTaskRevision(first.getTaskRevision())
                .setPolicyVersion(first.getPolicyVersion())
                .setClosing(RoundClosing.COMPLETE)
                .setPrompts(prompts.values().stream()
                        .map(PromptResult.Builder::build)
                        .toList())
                .setExpectedRewards(proposals.size())
                .setReceivedRewards(proposals.size())
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH)
                .build();
    }

    /** A margin of the right label: some prompts are better than others, some queries easier. */
    private static double reward(PromptProposal proposal) {
        int ofPrompt =
                Math.floorMod(proposal.getProvenance().getPrompt().getText().hashCode(), 41);
        int ofQuery = Math.floorMod(31 * proposal.getQueryId().hashCode(), 17);
        return 50 + ofPrompt + ofQuery;
    }

    private static JsonNode policy(RunningService service) {
        return service.get("/tasks/opinions/policy").body();
    }

    private static long drifts(RunningService service) {
        return service.get("/prometheus")
                .body()
                .asText()
                .lines()
                .filter(line -> line.startsWith("promptstream_policy_drifts_total{task=\"opinions\"}"))
                .map(line -> Math.round(Double.parseDouble(line.substring(line.lastIndexOf(' ')))))
                .findFirst()
                .orElse(0L);
    }
}
