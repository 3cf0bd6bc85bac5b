package io.promptstream.policy.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.promptstream.event.LearnedRound;
import io.promptstream.event.PolicyEvent;
import io.promptstream.event.PolicyEventKind;
import io.promptstream.event.PolicySnapshot;
import io.promptstream.event.RoundResult;
import io.promptstream.policy.RoundSamples;
import io.promptstream.policy.TaskSamples;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

@WithKafka
class HistoryIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final List<RoundResult> ROUNDS = RoundSamples.rounds("opinions", 0, 40);

    private final KafkaEnvironment kafka;

    HistoryIT(KafkaEnvironment kafka) {
        this.kafka = kafka;
    }

    @Test
    void theHistoryTellsWhatTheSnapshotsTellThroughKillsChangesAndRestarts() {
        try (ServiceTopics topics = new ServiceTopics(kafka)) {
            // When the first instance is fenced by one of the same name while it learns, as after a kill
            RunningService first = RunningService.start(kafka, topics.prefix(), "same");
            first.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS);
            topics.learn(ROUNDS.subList(0, 15));
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(first.version("opinions")).isPositive());
            try (RunningService second = RunningService.start(kafka, topics.prefix(), "same")) {
                topics.learn(ROUNDS.subList(15, 20));
                first.close();
                awaitVersion(second, 20);

                // And the task changes
                second.put("/tasks/opinions", TaskSamples.JSON_WITH_ALL_WORDS.replace("0.01", "0.02"));
                topics.learn(ROUNDS.subList(20, 30));
                awaitVersion(second, 30);
            }
            try (RunningService third = RunningService.start(kafka, topics.prefix(), "same")) {
                topics.learn(ROUNDS.subList(30, 40));
                awaitVersion(third, 40);

                // Then
                var steps = third.get("/tasks/opinions/history?limit=2").body();
                assertThat(steps).hasSize(2);
                assertThat(steps.get(1).path("kind").asText()).isEqualTo("learned");
                assertThat(steps.get(1).path("version").asLong()).isEqualTo(40);
                assertThat(third.get("/tasks/opinions/history?limit=0").status())
                        .isEqualTo(400);
                assertThatTheyAgree(topics.history(), topics.savedSnapshots());
            }
        }
    }

    private static void assertThatTheyAgree(List<PolicyEvent> history, List<PolicySnapshot> snapshots) {
        assertThat(history.stream().flatMap(step -> step.getLearned().stream()))
                .containsExactlyElementsOf(snapshots.stream()
                        .flatMap(snapshot -> snapshot.getLearned().stream())
                        .toList());
        assertThat(history.stream().flatMap(step -> step.getLearned().stream()).map(LearnedRound::getRoundId))
                .containsExactlyElementsOf(
                        ROUNDS.stream().map(RoundResult::getRoundId).toList());
        assertThat(history.stream()
                        .flatMap(step -> step.getLearned().stream())
                        .flatMap(round -> round.getVersion().stream()))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 40).boxed().toList());
        assertThat(history.stream().map(PolicyEvent::getDigest))
                .as("the history tells each commit, of which not each is saved as a whole")
                .containsSubsequence(snapshots.stream()
                        .filter(snapshot -> !snapshot.getLearned().isEmpty())
                        .map(PolicySnapshot::getDigest)
                        .toList());
        assertThat(history.stream().filter(step -> step.getKind() != PolicyEventKind.LEARNED))
                .extracting(PolicyEvent::getKind, PolicyEvent::getVersion, PolicyEvent::getTaskRevision)
                .containsExactly(tuple(PolicyEventKind.BEGAN, 0L, 1L), tuple(PolicyEventKind.CONTINUED, 20L, 2L));
        assertThat(history).allSatisfy(step -> assertThat(step.getCodeVersion()).isNotBlank());
    }

    private static void awaitVersion(RunningService service, long version) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(service.version("opinions")).isEqualTo(version));
    }
}
