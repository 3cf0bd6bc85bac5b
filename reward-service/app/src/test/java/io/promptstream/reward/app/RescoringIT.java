package io.promptstream.reward.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.promptstream.event.FailureCode;
import io.promptstream.event.MissingRewardRule;
import io.promptstream.event.Provenance;
import io.promptstream.event.Replay;
import io.promptstream.event.Rescoring;
import io.promptstream.event.RescoringStatus;
import io.promptstream.event.RewardDefinition;
import io.promptstream.event.RewardKind;
import io.promptstream.event.RoundClosing;
import io.promptstream.event.RoundResult;
import io.promptstream.reward.Events;
import io.promptstream.testsupport.KafkaEnvironment;
import io.promptstream.testsupport.WithKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
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
    private static final int ROUNDS = 60;
    private static final int PROMPTS = 3;
    private static final int QUERIES = 4;
    private static final RewardDefinition OTHER = RewardDefinition.newBuilder(
                    Events.reward(RewardKind.LABEL_MARGIN, MissingRewardRule.DEFAULT_VALUE))
            .setCorrectScale(37)
            .setIncorrectScale(11)
            .setWindowMillis(15_000)
            .build();

    @TempDir
    Path directory;

    private final RescoredSystem system;
    private final RescoredSystem other;

    RescoringIT(KafkaEnvironment kafka) {
        this.system = new RescoredSystem(kafka, Events.task());
        this.other = new RescoredSystem(kafka, Events.task(OTHER));
    }

    @AfterEach
    void close() {
        system.close();
        other.close();
    }

    @Test
    void givesTheRoundResultsOfASystemWithThatRewardAndLeavesNothingWhenItIsWithdrawn() {
        // Given
        traffic(system);
        traffic(other);
        List<RoundResult> expected;
        try (RunningService service = other.start(directory.resolve("other"))) {
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
            expected = other.results(other.topics().roundResults(), ROUNDS);
        }
        Replay order = order("other-weights")
                .setReward(OTHER)
                .setRecordsPerSecond(300.0)
                .build();

        // When the service is stopped in the middle
        Rescoring halfway;
        try (RunningService first = system.start(directory.resolve("state"))) {
            system.results(system.topics().roundResults(), ROUNDS - 1);
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
            assertThat(done.getRoundResults()).isEqualTo(ROUNDS);
            assertThat(done.getRewards()).isEqualTo(ROUNDS * PROMPTS * QUERIES - 1L);
            assertSame(system.results(system.rescored("other-weights"), ROUNDS), expected);
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
            traffic(system);
            system.results(system.topics().roundResults(), ROUNDS - 1);

            // When
            system.order(order("offsets").setReward(OTHER).setFromOffset(7L).build());
            system.order(
                    order("slow").setReward(OTHER).setRecordsPerSecond(20.0).build());
            system.order(order("waiting").setReward(OTHER).build());

            // Then
            Rescoring refused = system.await(
                    "offsets", rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.FAILED));
            assertThat(refused.getMessage()).contains("give fromTime and toTime");

            // When
            system.order(order("no topic").setReward(OTHER).build());

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
            assertThat(next.getRoundResults()).isBetween(ROUNDS - 1L, (long) ROUNDS);
            assertThat(system.rescoring("slow")).isEmpty();
            assertThat(system.topicNames())
                    .doesNotContain(system.rescored("slow").name());
            Awaitility.await()
                    .atMost(RoundsOfOutputs.PATIENCE)
                    .untilAsserted(() -> assertThat(system.leftovers()).isEmpty());
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void takesTheRoundsThatBeginInTheRange() {
        try (RunningService service = system.start(directory.resolve("state"))) {
            // Given rounds before and after a moment, and one whose query is from before and whose proposal is from
            // after it
            UUID before = new UUID(6, 1);
            UUID between = new UUID(6, 2);
            UUID after = new UUID(6, 3);
            system.write(List.of(system.query(Events.query("between", "yes"))));
            system.write(round("before", before, true));
            Instant moment = system.lastWritten().plusMillis(1);
            Awaitility.await().until(() -> Instant.now().isAfter(moment));
            system.write(round("between", between, false));
            system.write(round("after", after, true));
            system.results(system.topics().roundResults(), 3);

            // When
            system.order(order("from").setReward(OTHER).setFromTime(moment).build());
            system.order(order("to").setReward(OTHER).setToTime(moment).build());
            system.await("from", rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.DONE));
            system.await("to", rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.DONE));

            // Then
            assertThat(system.results(system.rescored("from"), 2))
                    .allSatisfy(
                            result -> assertThat(result.getReceivedRewards()).isOne())
                    .extracting(RoundResult::getRoundId)
                    .containsExactlyInAnyOrder(between, after);
            assertThat(system.results(system.rescored("to"), 1))
                    .extracting(RoundResult::getRoundId)
                    .containsExactly(before);
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void beginsBehindTheRoundsOfWhichSomethingIsGone() {
        try (RunningService service = system.start(directory.resolve("state"))) {
            // Given a round whose query is gone and whose proposal and output are left, and one of which all is left
            Instant now = Instant.now();
            Instant kept =
                    Instant.ofEpochMilli(now.minus(Duration.ofMinutes(90)).toEpochMilli());
            system.write(round("old", new UUID(7, 1), true).stream()
                    .map(record -> record.at(now.minus(Duration.ofHours(3))))
                    .toList());
            system.write(List.of(system.query(Events.query("old", "yes")).at(kept)));
            system.write(round("new", new UUID(7, 2), true));
            system.results(system.topics().roundResults(), 2);
            system.deleteFirst(system.topics().queries(), "old");

            // When
            system.order(order("whole").setReward(OTHER).build());
            system.order(order("late").setReward(OTHER).setFromTime(now).build());
            Rescoring whole = system.await(
                    "whole", rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.DONE));
            Rescoring late = system.await(
                    "late", rescoring -> assertThat(rescoring.getStatus()).isEqualTo(RescoringStatus.DONE));

            // Then the first query that is left is taken for the first that live scoring remembered for an hour and a
            // window
            Instant first = kept.plus(Duration.ofHours(1)).plusMillis(15_000);
            assertThat(whole.getMessage()).startsWith("begins with the rounds of " + first);
            assertThat(late.getMessage()).isEmpty();
            for (String name : List.of("whole", "late")) {
                assertThat(system.results(system.rescored(name), 1))
                        .extracting(RoundResult::getRoundId)
                        .containsExactly(new UUID(7, 2));
            }
            assertThat(service.get("/health").statusCode()).isEqualTo(200);
        }
    }

    /** A round of one prompt and one query. */
    private List<RescoredSystem.Written> round(String queryId, UUID round, boolean withQuery) {
        Provenance provenance = Events.explore(round, 1, 1, 0, 0);
        List<RescoredSystem.Written> records = new ArrayList<>();
        if (withQuery) {
            records.add(system.query(Events.query(queryId, "yes")));
        }
        records.add(system.proposal(Events.proposal(queryId, provenance)));
        records.add(system.output(Events.output(queryId, provenance, 1, 0)));
        return records;
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

    private static Replay.Builder order(String name) {
        return Replay.newBuilder()
                .setReplayId(UUID.randomUUID())
                .setTaskId(Events.TASK)
                .setName(name)
                .setOrderedAt(Instant.now());
    }

    /** Complete rounds and one that lacks an output, with failures, repetitions, late references and garbage. */
    private static void traffic(RescoredSystem system) {
        List<RescoredSystem.Written> records = new ArrayList<>();
        for (int r = 0; r < ROUNDS; r++) {
            UUID round = new UUID(5, r);
            for (int q = 0; q < QUERIES; q++) {
                String queryId = "query-" + r + "-" + q;
                records.add(system.query(Events.query(queryId, q == 0 ? null : q == 1 ? "no" : "yes")));
                for (int p = 0; p < PROMPTS; p++) {
                    Provenance provenance = Events.explore(round, PROMPTS, QUERIES, p, q);
                    records.add(system.proposal(Events.proposal(queryId, provenance)));
                    if (r == 7 && q == 1 && p == 1) {
                        continue;
                    }
                    records.add(system.output(
                            p == 2 && q == 3
                                    ? Events.failure(queryId, provenance, FailureCode.MODEL_FAILURE)
                                    : Events.output(queryId, provenance, p - 0.7 * q, 0.1 * r)));
                    if (r % 5 == 0) {
                        records.add(system.output(Events.output(queryId, provenance, 9, 9)));
                    }
                }
                if (q == 0) {
                    records.add(system.feedback(Events.reference(queryId, null, "yes")));
                }
            }
        }
        // Is no part of a rescoring: it teaches nothing.
        records.add(system.query(Events.evaluation("measured", "yes", "prompt 0")));
        records.add(system.output(Events.evaluated("measured", 0, 2, 0)));
        records.add(system.garbage());
        system.write(records);
    }
}
