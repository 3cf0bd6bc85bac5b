package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.policy.RoundSamples;
import io.promptstream.policy.TaskSamples;
import io.promptstream.schemas.topic.TopicCatalogue;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@WithKafka
class LearnerIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final byte[] RUBBISH = "rubbish".getBytes(StandardCharsets.UTF_8);

    private final KafkaEnvironment kafka;

    LearnerIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void aKilledLearnerIsContinuedBitByBit() {
        // Given
        List<RoundResult> rounds = RoundSamples.rounds("opinions", 0, 40);
        String expected;
        try (ServiceTopics undisturbed = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, undisturbed.prefix(), "only")) {
            service.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS);
            undisturbed.learn(rounds);
            awaitVersion(service, 40);
            expected = digest(service);
        }

        // When the first instance is fenced by one of the same name while it learns, as after a kill
        try (ServiceTopics disturbed = new ServiceTopics(kafka)) {
            RunningService first = RunningService.start(kafka, disturbed.prefix(), "same");
            first.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS);
            disturbed.learn(rounds.subList(0, 25));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(first.version("opinions")).isPositive());
            try (RunningService second = RunningService.start(kafka, disturbed.prefix(), "same")) {
                disturbed.learn(rounds.subList(25, 40));
                first.close();

                // Then
                awaitVersion(second, 40);
                assertThat(digest(second)).isEqualTo(expected);
                assertThat(disturbed.savedSnapshots().stream()
                                .flatMap(snapshot -> snapshot.getLearned().stream())
                                .map(LearnedRound::getRoundId))
                        .doesNotHaveDuplicates()
                        .hasSize(40);
            }
        }
    }

    @Test
    void roundsThatCannotBeLearnedAreKeptWithTheReasonAndThoseBehindThemAreLearned() {
        try (ServiceTopics topics = new ServiceTopics(kafka);
                RunningService service = RunningService.start(kafka, topics.prefix(), "only")) {
            // Given
            TopicCatalogue names = topics.catalogue();
            service.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS);
            List<RoundResult> rounds = RoundSamples.rounds("opinions", 0, 4);
            RoundResult lost = RoundSamples.rounds("nobody", 0, 1).getFirst();

            // When
            topics.learn(rounds.subList(0, 2));
            topics.write(List.of(
                    topics.record(names.roundResults(), "another", rounds.get(2)),
                    topics.record(names.roundResults(), "nobody", lost)));
            topics.write(names.roundResults(), "opinions", RUBBISH);
            topics.learn(rounds.subList(2, 4));

            // Then
            awaitVersion(service, 4);
            assertThat(topics.reasons(names.roundResults(), 3))
                    .satisfiesExactlyInAnyOrder(
                            reason -> assertThat(reason).contains("the key differs from the taskId opinions"),
                            reason -> assertThat(reason).contains("task nobody is not known"),
                            reason -> assertThat(reason).contains("magic byte"));
            assertThat(topics.savedSnapshots().stream()
                            .flatMap(snapshot -> snapshot.getLearned().stream())
                            .map(LearnedRound::getRoundId))
                    .containsExactlyElementsOf(
                            rounds.stream().map(RoundResult::getRoundId).toList());
        }
    }

    @Test
    void garbageAmongTheSnapshotsIsKeptOnceAndHoldsNobodyUp() {
        try (ServiceTopics topics = new ServiceTopics(kafka)) {
            // Given
            TopicCatalogue names = topics.catalogue();
            List<RoundResult> rounds = RoundSamples.rounds("opinions", 0, 9);
            try (RunningService service = RunningService.start(kafka, topics.prefix(), "same")) {
                service.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS);
                topics.learn(rounds.subList(0, 3));
                awaitVersion(service, 3);
                PolicySnapshot snapshot = topics.savedSnapshots().getLast();

                // When garbage follows the snapshots of a service that runs
                topics.write(names.policySnapshots(), "opinions", RUBBISH);
                topics.write(List.of(topics.record(names.policySnapshots(), "another", snapshot)));
                topics.learn(rounds.subList(3, 6));

                // Then
                awaitVersion(service, 6);
                assertThat(topics.reasons(names.policySnapshots(), 2))
                        .satisfiesExactlyInAnyOrder(
                                reason -> assertThat(reason).contains("magic byte"),
                                reason -> assertThat(reason)
                                        .contains("The key is \"another\" but the taskId is \"opinions\""));
                assertThat(service.version("another")).isNegative();
            }

            // When garbage is the last that a service finds which starts
            topics.write(names.policySnapshots(), "opinions", RUBBISH);
            try (RunningService service = RunningService.start(kafka, topics.prefix(), "same")) {
                // Then
                awaitVersion(service, 6);
                topics.learn(rounds.subList(6, 9));
                awaitVersion(service, 9);
                assertThat(topics.reasons(names.policySnapshots(), 3)).hasSize(3);
            }
        }
    }

    private static void awaitVersion(RunningService service, long version) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(service.version("opinions")).isEqualTo(version));
    }

    private static String digest(RunningService service) {
        return service.get("/tasks/opinions/policy").body().path("digest").asText();
    }
}
