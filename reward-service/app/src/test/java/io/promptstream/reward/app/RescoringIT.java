package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.reward.Events;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** One system scores live by one reward and rescores by another one, by which a second system scores the same live. */
@WithKafka
@Execution(ExecutionMode.CONCURRENT)
class RescoringIT {
    @TempDir
    Path directory;

    private final RescoredSystem system;
    private final RescoredSystem other;

    RescoringIT(KafkaEnvironment kafka) {
        this.system = new RescoredSystem(kafka, Events.task());
        this.other = new RescoredSystem(kafka, Events.task(RescoringSamples.OTHER));
    }

    @AfterEach
    void close() {
        system.close();
        other.close();
    }

    @Test
    void givesTheRoundResultsOfASystemWithThatRewardAndLeavesNothingWhenItIsWithdrawn() {
        // Given
        RescoringSamples.traffic(system);
        RescoringSamples.traffic(other);
        List<RoundResult> expected;
        try (RunningService service = other.start(directory.resolve("other"))) {
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
            expected = other.results(other.topics().roundResults(), RescoringSamples.ROUNDS);
        }
        Replay order = RescoringSamples.order("other-weights")
                .setReward(RescoringSamples.OTHER)
                .setRecordsPerSecond(300.0)
                .build();

        // When the service is stopped in the middle
        Rescoring halfway;
        try (RunningService first = system.start(directory.resolve("state"))) {
            system.results(system.topics().roundResults(), RescoringSamples.ROUNDS - 1);
            system.order(order);
            halfway = system.await(
                    "other-weights",
                    rescoring -> assertThat(rescoring.getRecordsRead()).isGreaterThan(200));
            assertThat(first.get("/health").statusCode()).isEqualTo(200);
        }
        assertThat(halfway.getStatus()).isEqualTo(RescoringStatus.RUNNING);
        assertThat(halfway.getRecordsRead()).isLessThan(halfway.getRecordsInRange() - 200);

        // And continues in a second run
        try (RunningService second = system.start(directory.resolve("state"))) {
            Rescoring done = system.await(
                    "other-weights",
                    rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.DONE));

            // Then
            assertThat(done.getStartedAt()).isEqualTo(halfway.getStartedAt());
            assertThat(done.getRecordsInRange()).isEqualTo(halfway.getRecordsInRange());
            assertThat(done.getRecordsRead()).isEqualTo(done.getRecordsInRange());
            assertThat(done.getMessage()).isEqualTo("records that could not be read and were skipped: 1");
            assertThat(done.getRoundResults()).isEqualTo(RescoringSamples.ROUNDS);
            assertThat(done.getRewards())
                    .isEqualTo(RescoringSamples.ROUNDS * RescoringSamples.PROMPTS * RescoringSamples.QUERIES - 1L);
            assertSame(system.results(system.rescored("other-weights"), RescoringSamples.ROUNDS), expected);
            Awaitility.await()
                    .atMost(RoundsOfOutputs.PATIENCE)
                    .untilAsserted(() -> assertThat(system.leftovers()).isEmpty());

            // When
            system.withdraw("other-weights");

            // Then
            Awaitility.await().atMost(RoundsOfOutputs.PATIENCE).untilAsserted(() -> {
                assertThat(system.rescoring("other-weights")).isEmpty();
                assertThat(system.topicNames())
                        .doesNotContain(system.rescored("other-weights").name());
            });
            assertThat(second.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void refusesWhatItCannotFollowAndDeletesWhatIsWithdrawnWhileAtWork() {
        try (RunningService service = system.start(directory.resolve("state"))) {
            // Given
            RescoringSamples.traffic(system);
            system.results(system.topics().roundResults(), RescoringSamples.ROUNDS - 1);

            // When
            system.order(RescoringSamples.order("offsets")
                    .setReward(RescoringSamples.OTHER)
                    .setFromOffset(7L)
                    .build());
            system.order(RescoringSamples.order("slow")
                    .setReward(RescoringSamples.OTHER)
                    .setRecordsPerSecond(20.0)
                    .build());
            system.order(RescoringSamples.order("waiting")
                    .setReward(RescoringSamples.OTHER)
                    .build());

            // Then
            Rescoring refused = system.await(
                    "offsets", rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.FAILED));
            assertThat(refused.getMessage()).contains("give fromTime and toTime");

            // When
            system.order(RescoringSamples.order("no topic")
                    .setReward(RescoringSamples.OTHER)
                    .build());

            // Then
            assertThat(system.await(
                                    "no topic",
                                    rescoring ->
                                            assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.FAILED))
                            .getMessage())
                    .contains("cannot name a topic");

            // When
            system.await(
                    "slow", rescoring -> assertThat(rescoring.getRecordsRead()).isPositive());
            assertThat(system.leftovers()).isEmpty();
            assertThat(system.rescoring("waiting")).isEmpty();
            system.withdraw("slow");
            Rescoring next = system.await(
                    "waiting", rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.DONE));

            // Then the incomplete round, whose window was not over, is left out
            assertThat(next.getRoundResults()).isBetween(RescoringSamples.ROUNDS - 1L, (long) RescoringSamples.ROUNDS);
            assertThat(system.rescoring("slow")).isEmpty();
            assertThat(system.topicNames())
                    .doesNotContain(system.rescored("slow").name());
            Awaitility.await()
                    .atMost(RoundsOfOutputs.PATIENCE)
                    .untilAsserted(() -> assertThat(system.leftovers()).isEmpty());
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
        }
    }

    /** Everything is equal but the times: those of live scoring are the wall clock's. */
    private static void assertSame(List<RoundResult> rescored, List<RoundResult> live) {
        assertThat(rescored).extracting(RoundResult::getRoundId).doesNotHaveDuplicates();
        assertThat(rescored.stream().map(RescoringIT::withoutTimes))
                .containsExactlyInAnyOrderElementsOf(
                        live.stream().map(RescoringIT::withoutTimes).toList());
        assertThat(rescored)
                .extracting(RoundResult::getClosing)
                .containsOnlyOnce(RoundClosing.DEADLINE)
                .contains(RoundClosing.COMPLETE);
    }

    private static RoundResult withoutTimes(RoundResult result) {
        return RoundResult.newBuilder(result)
                .setOpenedAt(Instant.EPOCH)
                .setClosedAt(Instant.EPOCH)
                .build();
    }
}
