package io.promptstream.policy.app;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.PromptProposal;
import io.promptstream.event.Role;
import io.promptstream.policy.RoundSamples;
import io.promptstream.policy.TaskSamples;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** A second instance joins while the first one works, and then the first one is stopped. */
@WithKafka
class ScalingIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    /** Their keys fall into different partitions. */
    private static final List<String> TASKS = List.of("opinions", "questions");

    private static final int QUERIES = 50;
    private static final int ROUNDS = 12;
    private static final int ROUND_SIZE = 8;

    private final KafkaEnvironment kafka;

    ScalingIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void nothingIsLostOrDoubledWhenInstancesComeAndGo() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService first = RunningService.start(kafka, topics.prefix(), "first")) {
            TASKS.forEach(taskId -> first.put("/tasks/" + taskId, TaskSamples.JSON_WITH_ALL_WORDS));

            // When
            work(topics, 0);
            try (RunningService second = RunningService.start(kafka, topics.prefix(), "second")) {
                work(topics, 1);
                kafka.awaitMembers(topics.prefix() + "proposer", 2, PATIENCE);
                kafka.awaitMembers(topics.prefix() + "learner", 2, PATIENCE);
                work(topics, 2);
                first.close();
                work(topics, 3);

                // Then
                kafka.awaitMembers(topics.prefix() + "proposer", 1, PATIENCE);
                kafka.awaitMembers(topics.prefix() + "learner", 1, PATIENCE);
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(TASKS)
                                .allSatisfy(taskId ->
                                        assertThat(second.version(taskId)).isEqualTo(4 * ROUNDS)));
                await().atMost(PATIENCE).untilAsserted(() -> assertEveryQueryServedOnce(topics.proposals()));
                List<PolicySnapshot> saved = topics.savedSnapshots();
                assertThat(TASKS).allSatisfy(taskId -> assertEveryRoundLearnedOnce(taskId, saved));
            }
            assertRoundsWhole(topics.proposals());
            assertThat(topics.snapshotRecords().stream()
                            .map(ConsumerRecord::partition)
                            .distinct())
                    .hasSize(2);
            assertThat(topics.deadLetters()).isEmpty();
        }
    }

    /** Queries and rounds of both tasks. */
    private static void work(ServiceTopics topics, int part) {
        for (String taskId : TASKS) {
            topics.ask(taskId, queryIds(taskId, part));
            topics.learn(RoundSamples.rounds(taskId, part * ROUNDS, (part + 1) * ROUNDS));
        }
    }

    private static List<String> queryIds(String taskId, int part) {
        return IntStream.range(part * QUERIES, (part + 1) * QUERIES)
                .mapToObj(number -> taskId + "-" + number)
                .toList();
    }

    private static void assertEveryQueryServedOnce(List<PromptProposal> proposals) {
        List<String> asked = TASKS.stream()
                .flatMap(taskId -> IntStream.range(0, 4).mapToObj(part -> queryIds(taskId, part)))
                .flatMap(List::stream)
                .toList();
        assertThat(proposals.stream()
                        .filter(proposal -> proposal.getProvenance().getRole() == Role.SERVE)
                        .map(PromptProposal::getQueryId))
                .containsExactlyInAnyOrderElementsOf(asked);
    }

    private static void assertRoundsWhole(List<PromptProposal> proposals) {
        Map<Object, List<PromptProposal>> rounds = proposals.stream()
                .filter(proposal -> proposal.getProvenance().getRole() == Role.EXPLORE)
                .collect(groupingBy(
                        proposal -> proposal.getProvenance().getRoundId().orElseThrow()));
        assertThat(rounds).isNotEmpty();
        assertThat(rounds.values()).allSatisfy(round -> assertThat(round).hasSize(ROUND_SIZE));
        assertThat(proposals).extracting(PromptProposal::getProposalId).doesNotHaveDuplicates();
    }

    private static void assertEveryRoundLearnedOnce(String taskId, List<PolicySnapshot> snapshots) {
        List<LearnedRound> learned = snapshots.stream()
                .filter(snapshot -> snapshot.getTaskId().equals(taskId))
                .flatMap(snapshot -> snapshot.getLearned().stream())
                .toList();
        assertThat(learned).extracting(LearnedRound::getRoundId).doesNotHaveDuplicates();
        assertThat(learned.stream().flatMap(round -> round.getVersion().stream()))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 4 * ROUNDS).boxed().toList());
    }
}
